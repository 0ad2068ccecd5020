using Lifecycle.Streams;

namespace Lifecycle.Shells;

/// <summary>A process' standard input.</summary>
internal sealed class ProcessInput(Stream pipe) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            pipe.Write(buffer);
        }
        catch (IOException exception)
        {
            throw Gone(exception);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await pipe.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw Gone(exception);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await pipe.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        pipe.Dispose();
        base.Dispose(disposing);
    }

    private static OtherEndGoneException Gone(IOException exception) => new("The command takes no more input.", exception);
}
