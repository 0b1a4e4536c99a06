using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>What of packages and snippets keyword search sees, and with which weight.</summary>
internal static class SearchTexts
{
    // More of a text than this says no more about what it is about, and keeps a value below PostgreSQL's 1 MiB.
    private const int Title = 1_000;
    private const int Description = 10_000;
    private const int Code = 20_000;
    private const int Readme = 50_000;

    public static ReadOnlyMemory<byte> Of(PackageRecord package, SearchVector vector) => vector
        .Add(Start(package.Name, Title), SearchWeight.A, isProse: false)
        .Add(Start(string.Join(' ', package.Keywords), Description), SearchWeight.B, isProse: false)
        .Add(Start(package.Description, Description), SearchWeight.B, isProse: true)
        .Add(Start(package.Readme, Readme), SearchWeight.D, isProse: true)
        .Take();

    public static ReadOnlyMemory<byte> Of(Snippet snippet, SearchVector vector) => vector
        .Add(Start(snippet.Title, Title), SearchWeight.A, isProse: false)
        .Add(Start(snippet.Description, Description), SearchWeight.B, isProse: true)
        .Add(Start(snippet.Code, Code), SearchWeight.C, isProse: false)
        .Take();

    private static ReadOnlySpan<char> Start(string? text, int length) => text.AsSpan(0, Math.Min(text?.Length ?? 0, length));
}
