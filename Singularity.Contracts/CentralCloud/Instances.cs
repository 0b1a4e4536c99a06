using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.CentralCloud;

/// <summary>centralcloud.instances.hello: an instance of Singularity says that it is there; saying it again changes what it says of itself.</summary>
/// <param name="InstanceId">Stable over restarts: 1 to 64 of A-Z a-z 0-9 - _.</param>
/// <param name="Name">For people, such as a host name: 1 to 200 characters.</param>
/// <param name="Version">Of the software: 1 to 64 characters.</param>
/// <param name="Environment">Such as Development: 1 to 64 characters, or null.</param>
/// <param name="Machine">Tells machines apart, and says nothing else of them: 1 to 64 of A-Z a-z 0-9 - _, or null. Two machines under one id are reported.</param>
public sealed record InstanceHello(string InstanceId, string Name, string Version, string? Environment = null, string? Machine = null);

/// <summary>centralcloud.instances.heartbeat: an instance is still there. One that never said hello is answered 404 and should.</summary>
/// <param name="Machine">As in <see cref="InstanceHello"/>.</param>
/// <param name="Backlog">Observations that it has yet to send; 0 or more, or null where it did not count.</param>
/// <param name="BacklogSince">When the first of them was made; null when none waits.</param>
public sealed record InstanceHeartbeat(string InstanceId, string? Machine = null, long? Backlog = null, DateTimeOffset? BacklogSince = null);

/// <summary>The answer of hello and heartbeat, and an entry of the list.</summary>
/// <param name="FirstSeen">When it first said hello.</param>
/// <param name="LastSeen">When it last said hello or sent a heartbeat.</param>
/// <param name="Backlog">Observations that it had yet to send when it last said so.</param>
/// <param name="Observations">Observations of it that the authority holds.</param>
/// <param name="Conflict">Why the id seems to be in use twice, with the remedy; null when it does not.</param>
/// <param name="Authority">Who answers hello and heartbeat: 1 to 64 of A-Z a-z 0-9 - _, the same for as long as the authority's database lives; null in the list.</param>
public sealed record CentralInstance(
    string InstanceId,
    string Name,
    string Version,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? Environment = null,
    long? Backlog = null,
    DateTimeOffset? BacklogSince = null,
    long Observations = 0,
    string? Conflict = null,
    string? Authority = null);

/// <summary>centralcloud.instances.list: ordered by id.</summary>
/// <param name="After">The last id of the previous page; null for the first.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record ListInstances(string? After = null, int Limit = 50) : IReadRequest;

/// <summary>A page of instances.</summary>
/// <param name="Next">Give it as After to go on; null on the last page.</param>
public sealed record InstancePage(IReadOnlyList<CentralInstance> Instances, string? Next);

/// <summary>The answer of centralcloud.stats; all but the uptime and the refusals are counts of its tables.</summary>
/// <param name="UptimeMs">Milliseconds since the answering instance of CentralCloud started.</param>
/// <param name="Instances">Instances that ever said hello.</param>
/// <param name="Observations">Observations held.</param>
/// <param name="Patterns">Live patterns.</param>
/// <param name="Retracted">Retracted patterns.</param>
/// <param name="Promoted">Promoted patterns.</param>
/// <param name="Parked">Messages that were put aside since they could not be taken in.</param>
/// <param name="Refused">Hellos and heartbeats that named another instance than their sender, since the answering instance of CentralCloud started.</param>
public sealed record CentralCloudStats(
    string Version, long UptimeMs, long Instances, long Observations = 0, long Patterns = 0, long Retracted = 0, long Promoted = 0, long Parked = 0,
    long Refused = 0);
