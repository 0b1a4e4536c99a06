using System.Runtime.InteropServices;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>The one order of observations on every machine: by clock, then instance, then id.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObservationOrder(HybridTime Stamp, string InstanceId, Ulid Id) : IComparable<ObservationOrder>
{
    public static ObservationOrder Of(Observation observation) => new(observation.Stamp, observation.InstanceId, observation.Id);

    public static bool operator <(ObservationOrder left, ObservationOrder right) => left.CompareTo(right) < 0;

    public static bool operator >(ObservationOrder left, ObservationOrder right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObservationOrder left, ObservationOrder right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObservationOrder left, ObservationOrder right) => left.CompareTo(right) >= 0;

    public int CompareTo(ObservationOrder other)
    {
        var order = Stamp.CompareTo(other.Stamp);
        order = order != 0 ? order : string.CompareOrdinal(InstanceId, other.InstanceId);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }
}

/// <summary>A value of which the last one written holds.</summary>
internal sealed class LastWritten<T>
{
    private ObservationOrder? _order;

    public T? Value { get; private set; }

    public void Offer(ObservationOrder order, T value)
    {
        if (_order is not { } last || order > last)
        {
            _order = order;
            Value = value;
        }
    }
}
