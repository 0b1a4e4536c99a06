using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Linking;

/// <summary>What crosses the link between an instance's machine and the authority, and nothing else does.</summary>
internal sealed record LinkSubjects(IReadOnlyList<string> Services, IReadOnlyList<string> Broadcasts)
{
    /// <summary>Where answers go: to the services of the link's account, and to the inboxes of clients in it.</summary>
    public static IReadOnlyList<string> Answers { get; } = ["_R_.>", "_INBOX.>"];

    /// <summary>Of one instance: it publishes observations under its own id alone.</summary>
    public static LinkSubjects Of(Subjects subjects, string instanceId) => new([subjects.Observations(instanceId), .. Common(subjects)], [subjects.PatternPromoted]);

    /// <summary>Of all instances, as the authority offers them.</summary>
    public static LinkSubjects OfAll(Subjects subjects) => new([subjects.AllObservations, .. Common(subjects)], [subjects.PatternPromoted]);

    private static string[] Common(Subjects subjects) =>
    [
        subjects.CentralQuery, subjects.CentralSync, subjects.InstanceHello, subjects.InstanceHeartbeat, subjects.InstanceList, subjects.CentralStats,
    ];
}
