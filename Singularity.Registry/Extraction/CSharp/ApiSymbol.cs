namespace Singularity.Registry.Extraction.CSharp;

/// <summary>A public or protected type or member.</summary>
/// <param name="Name">Qualified, with the type parameters of types: <c>Polly.ResiliencePipelineBuilder&lt;TResult&gt;.Build</c>.</param>
/// <param name="Declaration">As C# writes it, without a body.</param>
/// <param name="DocumentationId">As in the XML documentation: <c>M:Polly.ResiliencePipelineBuilder`1.Build</c>.</param>
internal sealed record ApiSymbol(string Name, string Declaration, string DocumentationId, bool IsType);
