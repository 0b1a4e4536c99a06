using FsCheck;
using FsCheck.Fluent;

namespace Singularity.Tests.Support;

/// <summary>Texts that come close to versions, ranges and paths, and any others.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
        ["1", "0", "10", ".", "..", "-", "+", "x", "*", "v", "^", "~", "~>", ">", ">=", "<", "<=", "=", "||", "|", " ", " - ", "alpha", "@", "/", "\\", "%2F", "\0", "é"];

    public static Arbitrary<string> Arbitrary { get; } = Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")).ToArbitrary();
}
