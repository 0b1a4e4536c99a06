using System.Reflection.Metadata;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>
/// Bounds the work on one assembly: tables of hostile metadata may overlap, so that a small file describes members without end.
/// </summary>
internal sealed class ReadingBudget(long steps)
{
    private const int MaxName = 1024;
    private const int CharactersPerStep = 16;

    private long _left = steps;

    /// <exception cref="MetadataException">No real assembly needs this many steps.</exception>
    public void Spend(long steps = 1)
    {
        if ((_left -= steps) < 0)
        {
            throw new MetadataException("The metadata describe more than a file of this size can hold.");
        }
    }

    /// <summary>A name from the heap. Many rows may share one long text, so its length counts each time.</summary>
    public string Text(MetadataReader reader, StringHandle handle)
    {
        var text = reader.GetString(handle);
        SpendOn(text.Length);
        return text.Length <= MaxName ? text : throw new MetadataException("A name is longer than any real one.");
    }

    public bool IsSpent => _left < 0;

    public void SpendOn(int length) => Spend(1 + (length / CharactersPerStep));
}
