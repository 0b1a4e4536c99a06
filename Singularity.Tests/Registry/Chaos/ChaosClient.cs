using System.Globalization;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>What a caller was told.</summary>
internal abstract record ChaosReply
{
    /// <param name="Operation">The one that the record says, 0 for "not found".</param>
    public sealed record Held(string Name, long Operation) : ChaosReply;

    /// <param name="IsFinal">The service said that nothing was stored; otherwise the request may still be under way.</param>
    public sealed record Refused(int Code, string Message, bool IsFinal) : ChaosReply;

    public sealed record Done(long Revision) : ChaosReply;
}

/// <summary>Reads, stores and deletes over the bus as any service does.</summary>
internal sealed class ChaosClient : IAsyncDisposable
{
    private static readonly string Readme = string.Concat(Enumerable.Repeat("Some text that takes a page or two.\n", 200));

    private readonly NatsConnection _connection;
    private readonly NatsRequester _requester;
    private readonly Subjects _subjects;

    public ChaosClient(string url, string prefix)
    {
        _connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = url }, "chaos"));
        (_requester, _subjects) = (new NatsRequester(_connection, TimeProvider.System), new Subjects(prefix));
    }

    /// <summary>The longest that a request may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(3);

    public NatsConnection Connection => _connection;

    /// <param name="exact">By its version, or as the newest of the package; either is a key of its own in every tier.</param>
    public async Task<ChaosReply> ReadAsync(string name, bool exact)
    {
        var request = new GetPackage(Ecosystem.Npm, name, exact ? "1.0.0" : null);
        return await _requester.RequestAsync<GetPackage, PackageAnswer>(_subjects.Get, request, Deadline, CancellationToken.None) switch
        {
            ServiceReply<PackageAnswer>.Ok { Value.Package: var package } => new ChaosReply.Held(
                package.Name, long.Parse(package.Description!, CultureInfo.InvariantCulture)),
            ServiceReply<PackageAnswer>.Failed { Code: ErrorCodes.NotFound } => new ChaosReply.Held(name, 0),
            ServiceReply<PackageAnswer>.Failed failed => Refuse(failed),
            var other => throw new InvalidOperationException($"Unexpected: {other}"),
        };
    }

    public async Task<ChaosReply> StoreAsync(string name, long operation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var package = new PackageRecord
        {
            Ecosystem = Ecosystem.Npm,
            Name = name,
            Version = "1.0.0",
            Description = operation.ToString(CultureInfo.InvariantCulture),
            Readme = Readme,
            DistTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["latest"] = "1.0.0" },
            CollectedAt = now,
            ValidatedAt = now,
        };
        var reply = await _requester.RequestAsync<CollectedPackage, PackageStored>(
            _subjects.Store, new CollectedPackage(package, []), Deadline, CancellationToken.None);
        return reply is ServiceReply<PackageStored>.Ok ok ? new ChaosReply.Done(ok.Value.Revision) : Refuse((ServiceReply<PackageStored>.Failed)reply);
    }

    public async Task<ChaosReply> DeleteAsync(string name)
    {
        var reply = await _requester.RequestAsync<DeletePackage, PackageDeleted>(
            _subjects.Delete, new DeletePackage(Ecosystem.Npm, name), Deadline, CancellationToken.None);
        return reply switch
        {
            ServiceReply<PackageDeleted>.Ok or ServiceReply<PackageDeleted>.Failed { Code: ErrorCodes.NotFound } => new ChaosReply.Done(0),
            var other => Refuse((ServiceReply<PackageDeleted>.Failed)other),
        };
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static ChaosReply.Refused Refuse<T>(ServiceReply<T>.Failed failed) => new(
        failed.Code, failed.Message,
        failed.Message.Contains("was not stored", StringComparison.Ordinal) || failed.Message.Contains("was not deleted", StringComparison.Ordinal));
}
