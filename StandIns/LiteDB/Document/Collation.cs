using System.Globalization;

namespace LiteDB;

/// <summary>
/// How a database compares strings, in keys and in predicates; fixed when its file is made. Cultures keep their names, but
/// compare as .NET does in invariant globalization mode: by code unit, upper-cased when case is ignored.
/// </summary>
public class Collation : IComparer<BsonValue>, IComparer<string>, IEqualityComparer<BsonValue>
{
    public static Collation Default = new(CultureInfo.CurrentCulture.Name + "/IgnoreCase");

    public static Collation Binary = new("/Ordinal");

    /// <param name="collation">A culture's name and compare options, as in <c>en-US/IgnoreCase</c>.</param>
    public Collation(string collation)
    {
        ArgumentNullException.ThrowIfNull(collation);
        var parts = collation.Split('/', 2);
        Culture = new CultureInfo(parts[0]);
        SortOptions = parts.Length == 2 ? Enum.Parse<CompareOptions>(parts[1]) : CompareOptions.None;
    }

    public CultureInfo Culture { get; }

    public CompareOptions SortOptions { get; }

    internal StringComparison Comparison => IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    internal bool IgnoresCase => (SortOptions & (CompareOptions.IgnoreCase | CompareOptions.OrdinalIgnoreCase)) != CompareOptions.None;

    public int Compare(string left, string right) => Math.Sign(string.Compare(left, right, Comparison));

    public int Compare(BsonValue left, BsonValue rigth)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(rigth, this);
    }

    public bool Equals(BsonValue x, BsonValue y) => Compare(x, y) == 0;

    public int GetHashCode(BsonValue obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj.IsString ? obj.AsString.GetHashCode(Comparison) : obj.GetHashCode();
    }

    public override string ToString() => $"{Culture.Name}/{SortOptions}";
}
