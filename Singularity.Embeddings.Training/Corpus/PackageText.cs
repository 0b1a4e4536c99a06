namespace Singularity.Embeddings.Training.Corpus;

/// <summary>A package as its authors describe it.</summary>
/// <param name="Body">The long form, if there is one.</param>
internal sealed record PackageText(string Name, string Summary, string Body = "");
