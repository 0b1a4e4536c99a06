using Singularity.Registry.Search.Index;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>Documents, and questions of which each has one right answer among them.</summary>
internal sealed record RetrievalSet(string Name, IReadOnlyList<IndexDocument> Documents, IReadOnlyList<RetrievalQuestion> Questions);

/// <param name="Answer">The id of the right document.</param>
/// <param name="IsFar">Less than half of the question's words stand in the answer.</param>
internal sealed record RetrievalQuestion(string Text, string Answer, bool IsFar);
