using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>What of snippets keyword search sees, and with which weight.</summary>
internal static class SearchTexts
{
    // More of a text than this says no more about what it is about, and keeps a value below PostgreSQL's 1 MiB.
    private const int Title = 1_000;
    private const int Description = 10_000;
    private const int Code = 20_000;

    public static ReadOnlyMemory<byte> Of(Snippet snippet, SearchVector vector) => vector
        .Add(Start(snippet.Title, Title), SearchWeight.A, isProse: false)
        .Add(Start(snippet.Description, Description), SearchWeight.B, isProse: true)
        .Add(Start(snippet.Code, Code), SearchWeight.C, isProse: false)
        .Take();

    private static ReadOnlySpan<char> Start(string? text, int length) => text.AsSpan(0, Math.Min(text?.Length ?? 0, length));
}
