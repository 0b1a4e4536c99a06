using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.CentralCloud;

/// <summary>centralcloud.instances.hello: an instance of Singularity says that it is there; saying it again changes name and version.</summary>
/// <param name="InstanceId">Stable over restarts: 1 to 64 of A-Z a-z 0-9 - _.</param>
/// <param name="Name">For people, such as a host name: 1 to 200 characters.</param>
/// <param name="Version">Of the software: 1 to 64 characters.</param>
public sealed record InstanceHello(string InstanceId, string Name, string Version);

/// <summary>centralcloud.instances.heartbeat: an instance is still there. One that never said hello is answered 404 and should.</summary>
public sealed record InstanceHeartbeat(string InstanceId);

/// <summary>The answer of hello and heartbeat, and an entry of the list.</summary>
/// <param name="FirstSeen">When it first said hello.</param>
/// <param name="LastSeen">When it last said hello or sent a heartbeat.</param>
public sealed record CentralInstance(string InstanceId, string Name, string Version, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>centralcloud.instances.list: ordered by id.</summary>
/// <param name="After">The last id of the previous page; null for the first.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record ListInstances(string? After = null, int Limit = 50) : IReadRequest;

/// <summary>A page of instances.</summary>
/// <param name="Next">Give it as After to go on; null on the last page.</param>
public sealed record InstancePage(IReadOnlyList<CentralInstance> Instances, string? Next);

/// <summary>The answer of centralcloud.stats.</summary>
/// <param name="UptimeMs">Milliseconds since the answering instance of CentralCloud started.</param>
/// <param name="Instances">Instances that ever said hello.</param>
public sealed record CentralCloudStats(string Version, long UptimeMs, long Instances);
