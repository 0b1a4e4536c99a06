namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Attributes that change how a declaration reads.</summary>
internal sealed class AttributeSet
{
    public static AttributeSet Empty { get; } = new();

    /// <summary>NullableAttribute: one flag for all, or one for each type that may have one.</summary>
    public byte[] Nullable { get; set; } = [];

    /// <summary>NullableContextAttribute.</summary>
    public byte? NullableContext { get; set; }

    public IReadOnlyList<string?>? TupleNames { get; set; }

    public bool IsDynamic { get; set; }

    /// <summary>Lines above the declaration, such as <c>[Obsolete("Use Y.")]</c>.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Made by the compiler, or hidden from editors by the author.</summary>
    public bool IsHidden { get; set; }

    public bool IsReadOnly { get; set; }

    public bool IsByRefLike { get; set; }

    public bool IsParams { get; set; }

    public bool IsExtension { get; set; }

    public bool IsRequired { get; set; }

    public bool IsUnmanaged { get; set; }

    public bool RequiresLocation { get; set; }

    public decimal? Decimal { get; set; }
}
