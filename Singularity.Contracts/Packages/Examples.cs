using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.examples.search: code that shows how something is done, among what was collected.</summary>
/// <param name="Query">Words; null or empty lists the examples of <paramref name="Package"/>.</param>
/// <param name="Package">A package, with or without version, such as npm:zod or pkg:cargo/tokio@1; null searches all. It is collected first when it is not stored.</param>
/// <param name="Language">Only this language, such as typescript.</param>
/// <param name="Kinds">Of snippets: readme, example, doctest, signature, changelog; null means readme, example and doctest.</param>
/// <param name="Limit">1 to 100.</param>
/// <param name="TokenBudget">
/// The most tokens of all code together; null sets no bound but a message's. Whole snippets only; two of one section that are both taken are joined.
/// </param>
public sealed record SearchExamples(
    string? Query = null, string? Package = null, string? Language = null, IReadOnlyList<SnippetKind>? Kinds = null, int Limit = 10, int? TokenBudget = null) : IReadRequest;

/// <summary>The answer of packages.registry.examples.search, best first.</summary>
/// <param name="Package">The package URL with the version that was searched; null when all were.</param>
/// <param name="Tokens">Of the code returned.</param>
/// <param name="LeftOut">Matches beyond limit and budget, when counted.</param>
/// <param name="Notice">What is missing from the answer and what helps; null when nothing is.</param>
public sealed record ExamplesAnswer(string? Query, string? Package, IReadOnlyList<Snippet> Snippets, int Tokens, int LeftOut, string? Notice = null);
