namespace Singularity.Registry.Erlang;

/// <summary>What a term file may cost; real ones stay far below.</summary>
internal static class ErlangLimits
{
    /// <summary>Bytes of a file.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <summary>Terms within terms.</summary>
    public const int Depth = 64;

    /// <summary>Terms in all; the bytes of a binary written as numbers count too.</summary>
    public const int Terms = 250_000;

    /// <summary>Digits of a number.</summary>
    public const int Digits = 256;
}
