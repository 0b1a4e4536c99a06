namespace Singularity.Registry.Search.Index;

/// <summary>How often a word stands in each field of a document, a byte each, none past 255.</summary>
internal static class Fields
{
    public const int Name = 0;
    public const int Segments = 8;
    public const int Summary = 16;
    public const int Body = 24;

    /// <summary>Whether the word stands in the name or the summary.</summary>
    public static bool IsCore(uint counts) => Count(counts, Name) + Count(counts, Summary) > 0;

    public static uint Count(uint counts, int field) => (counts >> field) & 0xFF;

    public static uint Increment(uint counts, int field) => Count(counts, field) == 0xFF ? counts : counts + (1u << field);
}
