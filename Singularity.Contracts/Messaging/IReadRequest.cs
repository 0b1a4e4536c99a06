namespace Singularity.Contracts.Messaging;

/// <summary>
/// A request that may be carried out twice without harm. Its sender asks again when the answer is lost or the service is busy; other requests are sent
/// once, since their first try may have worked.
/// </summary>
#pragma warning disable CA1040 // What the interface says is all that is needed of it.
public interface IReadRequest;
#pragma warning restore CA1040
