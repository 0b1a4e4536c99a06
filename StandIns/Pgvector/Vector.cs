namespace Pgvector;

/// <summary>A value of PostgreSQL's type <c>vector</c>. Does not copy what it is made from.</summary>
public class Vector : IEquatable<Vector>
{
    public Vector(ReadOnlyMemory<float> v)
    {
        Memory = v;
    }

    /// <param name="s">The text form, <c>[1,2.5,3]</c>.</param>
    /// <exception cref="FormatException">An element is no number.</exception>
    public Vector(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        Memory = Array.ConvertAll(s[1..^1].Split(','), float.Parse);
    }

    public ReadOnlyMemory<float> Memory { get; }

    public static bool operator ==(Vector? x, Vector? y) => x is null ? y is null : x.Equals(y);

    public static bool operator !=(Vector? x, Vector? y) => !(x == y);

    public float[] ToArray() => Memory.ToArray();

    public bool Equals(Vector? other) => other is not null && Memory.Span.SequenceEqual(other.Memory.Span);

    public override bool Equals(object? obj) => Equals(obj as Vector);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var element in Memory.Span)
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(',', ToArray())}]";
}
