using System.Reflection;
using System.Reflection.Emit;

namespace Lifecycle.Tests.Architecture;

/// <summary>What the instructions of a method name.</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>By call, newobj, ldfld, ldtoken, castclass and their kin.</summary>
    public static IEnumerable<MemberInfo> MembersIn(MethodBase method)
    {
        var (ofType, ofMethod) = (Arguments(method.DeclaringType), method is ConstructorInfo ? null : method.GetGenericArguments());
        return Tokens(method)
            .Where(token => token.Operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            .Select(token => method.Module.ResolveMember(token.Value, ofType, ofMethod)!);
    }

    /// <summary>Its literals; of an interpolated one the pieces between the holes.</summary>
    public static IEnumerable<string> TextsIn(MethodBase method) =>
        Tokens(method).Where(token => token.Operand == OperandType.InlineString).Select(token => method.Module.ResolveString(token.Value));

    private static IEnumerable<(OperandType Operand, int Value)> Tokens(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var position = 0; position < code.Length;)
        {
            var instruction = code[position] == 0xFE ? Codes[0xFE00 | code[position + 1]] : Codes[code[position]];
            position += instruction.Size;
            var length = Length(instruction.OperandType, code, position);
            if (length == 4)
            {
                yield return (instruction.OperandType, BitConverter.ToInt32(code, position));
            }

            position += length;
        }
    }

    private static Type[]? Arguments(Type? type) => type is { IsGenericType: true } ? type.GetGenericArguments() : null;

    private static int Length(OperandType operand, byte[] code, int position) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, position)),
        _ => 4,
    };
}
