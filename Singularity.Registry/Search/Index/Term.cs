namespace Singularity.Registry.Search.Index;

/// <summary>A stem: where it stands, and what it means.</summary>
/// <param name="row">In the space of stems, or -1.</param>
internal sealed class Term(int id, string text, int row)
{
    private static readonly PostingList None = new();

    private PostingList? _anchors;

    public int Id { get; } = id;

    public string Text { get; } = text;

    public int Row { get; } = row;

    /// <summary>Documents whose own text has it; counts by <see cref="Fields"/>.</summary>
    public PostingList Own { get; } = new();

    /// <summary>Documents of which others say it; most terms have none.</summary>
    public PostingList Anchors => _anchors ?? None;

    public bool IsUnused => Own.Count == 0 && Anchors.Count == 0;

    public PostingList AnchorsToChange() => _anchors ??= new PostingList();
}
