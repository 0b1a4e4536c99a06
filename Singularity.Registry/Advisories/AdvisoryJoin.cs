using System.Data.Common;
using LiteDB;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Api;
using Singularity.Registry.Advisories.Matching;
using Singularity.Registry.Advisories.Stores;

namespace Singularity.Registry.Advisories;

/// <summary>Puts onto a record what is known against its version. A store that is down leaves the record as it is.</summary>
internal sealed class AdvisoryJoin(IAdvisoryStore store, OsvApiFeed api, ILogger<AdvisoryJoin> logger)
{
    /// <summary>Characters; the worst 100 of a real package take a third of it.</summary>
    private const int Room = 64 * 1024;

    /// <summary>Asks the API first, where one is configured and has not been asked lately.</summary>
    public async Task<PackageRecord> RefreshAsync(PackageRecord package, CancellationToken cancellationToken)
    {
        await api.RefreshAsync(AdvisoryKey.For(package.Ecosystem, package.Name), package.Name, cancellationToken);
        return await FillAsync(package, cancellationToken);
    }

    /// <summary>From the store alone. Where it knows nothing of the package, the record keeps what it says, as another machine may have known more.</summary>
    public async Task<PackageRecord> FillAsync(PackageRecord package, CancellationToken cancellationToken)
    {
        try
        {
            var known = await store.FindAsync(AdvisoryKey.For(package.Ecosystem, package.Name), cancellationToken);
            return known.Count == 0 ? package : package with { Advisories = Match(known, package) };
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            AdvisoryLog.NotRead(logger, package.Purl, exception.Message);
            return package;
        }
    }

    /// <summary>The worst as far as there is room on a record, which has to fit one message together with its README.</summary>
    public static IReadOnlyList<Advisory> Match(IReadOnlyList<OsvDocument> known, PackageRecord package)
    {
        var room = Room;
        return
        [
            .. AdvisoryMatcher.Match(known, AdvisoryKey.For(package.Ecosystem, package.Name), package.Version)
                .Select(static match => match.Advisory).TakeWhile(advisory => (room -= Length(advisory)) >= 0),
        ];
    }

    private static int Length(Advisory advisory) => advisory.Id.Length + advisory.Summary.Length + (advisory.Url?.Length ?? 0)
        + (advisory.Aliases ?? []).Concat(advisory.Fixed ?? []).Sum(static text => text.Length);
}
