using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Knowledge;

/// <summary>Learned patterns beside packages: from PostgreSQL in the service, none in the CLI without servers. Never fails, and waits within its own deadlines.</summary>
internal interface IPatternJoin
{
    /// <summary>What was learned that holds for one version.</summary>
    /// <param name="version">An exact version.</param>
    Task<JoinedPatterns> FindAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken);

    /// <summary>The same answer, in which packages say what was learned about their versions.</summary>
    Task<SearchAnswer> JoinAsync(SearchAnswer answer, CancellationToken cancellationToken);
}

/// <param name="Patterns">Null where they are left out.</param>
/// <param name="Note">Why they are, and what helps.</param>
internal sealed record JoinedPatterns(IReadOnlyList<PackagePattern>? Patterns, string? Note = null);

/// <summary>Patterns need PostgreSQL.</summary>
internal sealed class NoPatternJoin : IPatternJoin
{
    private static readonly Task<JoinedPatterns> None =
        Task.FromResult(new JoinedPatterns(null, "Learned patterns are left out: they are kept in PostgreSQL. Start it with: ./singularity up"));

    public Task<JoinedPatterns> FindAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken) => None;

    public Task<SearchAnswer> JoinAsync(SearchAnswer answer, CancellationToken cancellationToken) => Task.FromResult(answer);
}
