using Singularity.Contracts.Packages;
using Singularity.Registry.Messaging;

namespace Singularity.Tests.Registry.Messaging;

public sealed class SnippetSampleTests
{
    [Fact]
    public void Shows_first_what_the_packages_own_examples_use_most()
    {
        var snippets = new[]
        {
            Make(SnippetKind.Signature, "InternalThing", "interface InternalThing {}", "InternalThing"),
            Make(SnippetKind.Signature, "z.string", "function string(): ZodString", "z.string"),
            Make(SnippetKind.Signature, "z.object", "function object(shape): ZodObject", "z.object"),
            Make(SnippetKind.Readme, "Usage", "z.object({ a: z.string(), b: z.string() })", null),
        };

        var sample = SnippetSample.Take(snippets);

        sample.Select(static s => s.Title).ShouldBe(["z.string", "z.object", "InternalThing", "Usage"]);
        SnippetSample.Count(snippets).ShouldBe(new Dictionary<string, int> { ["readme"] = 1, ["signature"] = 3 }, ignoreOrder: true);
    }

    [Fact]
    public void Overloads_are_shown_once_and_no_more_than_ten_signatures_and_five_examples()
    {
        var snippets = Enumerable.Range(0, 30).SelectMany(static i => new[]
        {
            Make(SnippetKind.Signature, $"step{i}", $"step{i}(a)", $"step{i}"),
            Make(SnippetKind.Signature, $"step{i}", $"step{i}(a, b)", $"step{i}"),
            Make(SnippetKind.Example, $"e{i}", $"run({i})", null),
        }).ToArray();

        var sample = SnippetSample.Take(snippets);

        sample.Count(static s => s.Kind is SnippetKind.Signature).ShouldBe(10);
        sample.Count(static s => s.Kind is SnippetKind.Example).ShouldBe(5);
        sample.Where(static s => s.Symbol is not null).Select(static s => s.Symbol).Distinct().Count().ShouldBe(10);
    }

    private static Snippet Make(SnippetKind kind, string title, string code, string? symbol) =>
        Snippet.Create(kind, "pkg:npm/demo@1.0.0", "index.d.ts", 1, title, code, "typescript", symbol: symbol);
}
