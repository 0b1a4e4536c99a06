using System.Collections.Concurrent;
using System.Data.Common;
using LiteDB;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Osv;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Advisories.Api;

/// <summary>
/// Brings what the OSV API knows of a package into the store, at most once in <see cref="AdvisoryOptions.ApiAge"/>. A failing API costs a warning and
/// is left alone for a while: a collect never fails for it.
/// </summary>
internal sealed class OsvApiFeed(
    OsvApi api, IAdvisoryStore store, SingleFlight<AdvisoryKey, bool> flights, AdvisoryChanges changes, IOptions<AdvisoryOptions> options, TimeProvider time,
    ILogger<OsvApiFeed> logger)
{
    /// <summary>New advisories fetched at once for one package; the rest follows when it is asked about again.</summary>
    private const int MaxFetched = 500;

    private const int Concurrency = 4;

    private long _pausedUntil;

    /// <summary>
    /// Whether the API can tell about an ecosystem. It compares names to the letter, and the letters of NuGet ids are not known here: its silence about
    /// one would mean nothing.
    /// </summary>
    public bool Covers(Ecosystem ecosystem) => api.Address is not null && ecosystem is not Ecosystem.NuGet;

    /// <param name="name">As the registry spells it.</param>
    public async Task RefreshAsync(AdvisoryKey key, string name, CancellationToken cancellationToken)
    {
        if (!Covers(key.Ecosystem) || time.GetUtcNow().UtcTicks < Interlocked.Read(ref _pausedUntil))
        {
            return;
        }

        await flights.RunAsync(key, token => RunAsync(key, name, token), cancellationToken);
    }

    private async Task<bool> RunAsync(AdvisoryKey key, string name, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.ApiDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (await store.FindCheckAsync(key, either.Token) is { } last && time.GetUtcNow() - last < options.Value.ApiAge)
            {
                return true;
            }

            return await AskAsync(key, name, either.Token) is not { } problem || Pause(key, problem);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Pause(key, $"it did not answer within {options.Value.ApiDeadline.TotalSeconds:0.###} s.");
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            AdvisoryLog.ApiFailed(logger, key.Name, exception.Message);
            return false;
        }
    }

    /// <summary>Null when all went well.</summary>
    private async Task<string?> AskAsync(AdvisoryKey key, string name, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        return await api.ListAsync(key, Spellings(key, name), cancellationToken) switch
        {
            OsvApiReply<IReadOnlyList<OsvListed>>.Answered answered => await BringAsync(key, answered.Value, asked, cancellationToken),
            OsvApiReply<IReadOnlyList<OsvListed>>.Failed failed => failed.Message,
            _ => throw new InvalidOperationException("The closed union OsvApiReply has a member that is not handled."),
        };
    }

    private async Task<string?> BringAsync(AdvisoryKey key, IReadOnlyList<OsvListed> listed, DateTimeOffset asked, CancellationToken cancellationToken)
    {
        var held = await store.FindModifiedAsync([.. listed.Select(static l => l.Id!)], cancellationToken);
        var wanted = listed.Where(l => !held.TryGetValue(l.Id!, out var modified) || l.Modified is not { } at || modified.UtcTicks / 10 < at.UtcTicks / 10)
            .Select(static l => l.Id!).ToList();
        var documents = new ConcurrentBag<OsvDocument>();
        var problem = await FetchAsync([.. wanted.Take(MaxFetched)], documents, cancellationToken);
        if (!documents.IsEmpty && await store.ImportAsync([.. documents], null, cancellationToken) is { Unchanged: var same } && same < documents.Count)
        {
            changes.Notify();
        }

        if (problem is null && wanted.Count <= MaxFetched)
        {
            await store.WriteCheckAsync(key, asked, cancellationToken);
        }

        return problem;
    }

    private async Task<string?> FetchAsync(IReadOnlyList<string> ids, ConcurrentBag<OsvDocument> documents, CancellationToken cancellationToken)
    {
        string? problem = null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, parallel, async (id, token) =>
        {
            if (problem is not null)
            {
                return;
            }

            switch (await api.GetAsync(id, token))
            {
                case OsvApiReply<ReadOnlyMemory<byte>>.Failed failed:
                    problem = failed.Message;
                    break;
                case OsvApiReply<ReadOnlyMemory<byte>>.Answered { Value.IsEmpty: false } answered when Read(id, answered.Value) is { } document:
                    documents.Add(document);
                    break;
            }
        });
        return problem;
    }

    private OsvDocument? Read(string id, ReadOnlyMemory<byte> json)
    {
        var reading = OsvReader.Read(json.Span);
        if (reading is OsvReading.Read(var document) && document.Id == id)
        {
            return document;
        }

        AdvisoryLog.PassedOver(logger, reading switch
        {
            OsvReading.Read read => $"{id} was asked for and {read.Document.Id} was given.",
            OsvReading.Bad bad => $"{id} {bad.Message}",
            _ => $"{id} names no package of a known ecosystem.",
        });
        return null;
    }

    private bool Pause(AdvisoryKey key, string reason)
    {
        Interlocked.Exchange(ref _pausedUntil, (time.GetUtcNow() + options.Value.ApiPause).UtcTicks);
        AdvisoryLog.ApiFailed(logger, key.Name, reason);
        return false;
    }

    // The API knows one spelling of a crate, and a user may write the other.
    private static IReadOnlyList<string> Spellings(AdvisoryKey key, string name) => key.Ecosystem is Ecosystem.Cargo
        ? [.. new[] { name, name.Replace('-', '_'), name.Replace('_', '-') }.Distinct(StringComparer.Ordinal)]
        : [name];
}
