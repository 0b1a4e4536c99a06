using System.Runtime.InteropServices;

namespace Singularity.Contracts.Knowledge;

/// <summary>
/// A stamp of a hybrid logical clock (Kulkarni, Demirbas, Madeppa, Avva, Leone: Logical Physical Clocks, 2014): what is known to have happened before has the
/// smaller stamp, and stamps stay near the wall clock.
/// </summary>
/// <param name="WallMs">Milliseconds since 1970, 0 to <see cref="MaxWallMs"/>.</param>
/// <param name="Counter">Tells moments of one millisecond apart, 0 to <see cref="MaxCounter"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HybridTime(long WallMs, int Counter) : IComparable<HybridTime>
{
    /// <summary>The end of the year 9999.</summary>
    public const long MaxWallMs = 253_402_300_799_999;

    public const int MaxCounter = 1_000_000;

    /// <summary>The next stamp: the counter goes on, and at its end the millisecond. The very last stamp is followed by itself.</summary>
    public HybridTime Next() => Counter < MaxCounter ? this with { Counter = Counter + 1 }
        : WallMs < MaxWallMs ? new HybridTime(WallMs + 1, 0)
        : this;

    public static bool operator <(HybridTime left, HybridTime right) => left.CompareTo(right) < 0;

    public static bool operator >(HybridTime left, HybridTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(HybridTime left, HybridTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(HybridTime left, HybridTime right) => left.CompareTo(right) >= 0;

    public int CompareTo(HybridTime other) => WallMs != other.WallMs ? WallMs.CompareTo(other.WallMs) : Counter.CompareTo(other.Counter);
}
