using Singularity.Knowledge.Storage;

namespace Singularity.Tests.Knowledge.Storage;

internal static class AppendResults
{
    /// <summary>Conflicts by what they are, since lists compare by where they are.</summary>
    public static IEqualityComparer<AppendResult> Comparer { get; } = EqualityComparer<AppendResult>.Create(
        static (left, right) => left!.Added == right!.Added && left.Repeated == right.Repeated && left.Conflicts.SequenceEqual(right.Conflicts),
        static result => result.Added);
}
