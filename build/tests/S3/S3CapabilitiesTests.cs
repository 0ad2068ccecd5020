using Amazon.S3;
using Lifecycle.Stores.S3;

namespace Lifecycle.Tests.S3;

public sealed class S3CapabilitiesTests
{
    private static readonly S3Request Put = new("s3:PutObject", "key") { Uses = S3Capability.Checksums | S3Capability.Conditions, SendsContent = true };
    private static readonly S3Request Part = new("s3:PutObject", "key") { Uses = S3Capability.Checksums, SendsContent = true };
    private static readonly S3Request Complete = new("s3:PutObject", "key") { Uses = S3Capability.Conditions };
    private static readonly S3Request Batch = new("s3:DeleteObject", "key") { Uses = S3Capability.BatchDelete };
    private static readonly S3Request Uploads = new("s3:ListBucketMultipartUploads", null) { Uses = S3Capability.UploadListing };

    private readonly S3Capabilities _capabilities = S3Capabilities.For(S3Checksums.Auto, endpoint: null);

    [Fact]
    public void The_likeliest_way_comes_first()
    {
        Assert.Equal(new S3Features(S3Checksums.WhenSupported, Conditions: true), _capabilities.Features);
        Assert.Equal(new S3Features(S3Checksums.WhenRequired, Conditions: true), S3Capabilities.For(S3Checksums.Auto, new Uri("http://127.0.0.1")).Features);
    }

    [Fact]
    public void Every_combination_is_tried_once_and_then_it_was_something_else()
    {
        var tried = new List<S3Features>();
        do
        {
            tried.Add(_capabilities.Features);
        }
        while (_capabilities.Adapt(Refusal("InvalidArgument"), Put, tried[^1]));

        Assert.Equal(4, tried.Distinct().Count());
        Assert.Equal(4, tried.Count);
        Assert.Equal(tried[0], _capabilities.Features);
    }

    [Fact]
    public void What_was_taken_once_is_above_suspicion()
    {
        _capabilities.Prove(Part, _capabilities.Features);
        Assert.True(_capabilities.Adapt(Refusal("NotImplemented"), Put, _capabilities.Features));
        Assert.Equal(new S3Features(S3Checksums.WhenSupported, Conditions: false), _capabilities.Features);
        Assert.False(_capabilities.Adapt(Refusal("NotImplemented"), Put, _capabilities.Features));
    }

    [Fact]
    public void Only_what_a_request_makes_use_of_is_left_out()
    {
        Assert.True(_capabilities.Adapt(Refusal("NotImplemented"), Complete, _capabilities.Features));
        Assert.Equal(new S3Features(S3Checksums.WhenSupported, Conditions: false), _capabilities.Features);
        Assert.True(_capabilities.Adapt(Refusal("InvalidArgument"), Part, _capabilities.Features));
        Assert.Equal(new S3Features(S3Checksums.WhenRequired, Conditions: false), _capabilities.Features);
    }

    [Theory]
    [InlineData("XAmzContentSHA256Mismatch")]
    [InlineData("SignatureDoesNotMatch")]
    public void A_server_that_takes_trailers_badly_is_found_out_once_and_for_all(string code)
    {
        var first = _capabilities.Features;
        Assert.True(_capabilities.Adapt(Refusal(code), Part, first));
        Assert.Equal(S3Checksums.WhenRequired, _capabilities.Features.Checksums);
        // A part that was on its way meanwhile goes again the same new way.
        Assert.True(_capabilities.Adapt(Refusal(code), Part, first));
        // And the same code now means damage, or a wrong secret.
        Assert.False(_capabilities.Adapt(Refusal(code), Part, _capabilities.Features));
    }

    [Fact]
    public void What_the_user_has_set_stays()
    {
        var capabilities = S3Capabilities.For(S3Checksums.WhenSupported, endpoint: null);
        Assert.False(capabilities.Adapt(Refusal("InvalidRequest"), Part, capabilities.Features));
        Assert.Equal(S3Checksums.WhenSupported, capabilities.Features.Checksums);
    }

    [Fact]
    public void Each_kind_of_request_that_is_not_known_is_remembered_by_itself()
    {
        Assert.False(_capabilities.IsLack(Refusal("AccessDenied"), Uploads));
        Assert.True(_capabilities.IsLack(Refusal("NotImplemented"), Uploads));
        Assert.True(_capabilities.Lacks(Uploads));
        Assert.False(_capabilities.Lacks(Batch));
        Assert.False(_capabilities.IsLack(Refusal("NotImplemented"), Part));
        Assert.False(_capabilities.Lacks(Part));
    }

    private static AmazonS3Exception Refusal(string code) => new("") { ErrorCode = code };
}
