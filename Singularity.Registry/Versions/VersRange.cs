using System.Diagnostics.CodeAnalysis;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Versions;

/// <summary>
/// A version range specifier such as <c>vers:npm/1.2.3|&gt;=2.0.0|&lt;5.0.0</c> (package-url/vers-spec, clause 5), in the order of the ecosystem that it names. What
/// breaks a rule of the specification (order, uniqueness, alternation) is no range. A bound may leave the last numbers of a semantic version out where that
/// means one thing only: <c>&gt;=3.11</c> and <c>&lt;4</c>.
/// </summary>
internal sealed class VersRange
{
    private const string Scheme = "vers:";
    private const int MostConstraints = 64;

    private readonly IVersionRules _rules;
    private readonly List<Constraint> _constraints;

    private VersRange(IVersionRules rules, List<Constraint> constraints) => (_rules, _constraints) = (rules, constraints);

    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    public static bool TryParse(string text, IVersionRules rules, [NotNullWhen(true)] out VersRange? range)
    {
        range = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IsOne(text) || slash < 0 || !text.AsSpan(Scheme.Length, slash - Scheme.Length).Equals(rules.Ecosystem.PurlType(), StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (text.AsSpan(slash + 1) is "*")
        {
            range = new VersRange(rules, []);
            return true;
        }

        var constraints = new List<Constraint>();
        foreach (var part in text[(slash + 1)..].Split('|', MostConstraints + 1))
        {
            if (constraints.Count == MostConstraints || !TryRead(part, rules, out var constraint))
            {
                return false;
            }

            constraints.Add(constraint);
        }

        range = IsInOrder(constraints, rules) && Alternates(constraints) ? new VersRange(rules, constraints) : null;
        return range is not null;
    }

    /// <param name="version">An exact version.</param>
    public bool Contains(string version)
    {
        if (_constraints.Find(c => _rules.Compare(c.Version, version) == 0) is { } same)
        {
            return same.Comparator is "" or ">=" or "<=";
        }

        // Bounds alternate, so that the nearest one below tells, or where there is none the first above.
        var bounds = _constraints.Where(static c => c.IsBound).ToList();
        return bounds.FindLast(c => _rules.Compare(c.Version, version) < 0) is { } below ? below.IsLower
            : bounds.Count > 0 ? !bounds[0].IsLower
            : _constraints.TrueForAll(static c => c.Comparator == "!=");
    }

    private static bool TryRead(string part, IVersionRules rules, [NotNullWhen(true)] out Constraint? constraint)
    {
        constraint = null;
        var comparator = part.StartsWith(">=", StringComparison.Ordinal) || part.StartsWith("<=", StringComparison.Ordinal) || part.StartsWith("!=", StringComparison.Ordinal)
            ? part[..2]
            : part.StartsWith('<') || part.StartsWith('>') ? part[..1] : "";
        var written = part.AsSpan(comparator.Length);
        if (written.IsEmpty || written.ContainsAny("<>=!*") || written.ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        var version = Uri.UnescapeDataString(written.ToString());
        version = comparator is ">=" or "<" && rules.Ecosystem is Ecosystem.Npm or Ecosystem.Cargo or Ecosystem.Hex ? PartialVersion.Complete(version) : version;
        constraint = rules.IsVersion(version) ? new Constraint(comparator, version) : null;
        return constraint is not null;
    }

    private static bool IsInOrder(List<Constraint> constraints, IVersionRules rules)
    {
        for (var i = 1; i < constraints.Count; i++)
        {
            if (rules.Compare(constraints[i - 1].Version, constraints[i].Version) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Alternates(List<Constraint> constraints)
    {
        var rest = constraints.Where(static c => c.Comparator != "!=").ToList();
        for (var i = 1; i < rest.Count; i++)
        {
            if (rest[i - 1].Comparator.Length == 0 && rest[i].IsBound && !rest[i].IsLower)
            {
                return false;
            }
        }

        var bounds = rest.Where(static c => c.IsBound).ToList();
        return bounds.Zip(bounds.Skip(1)).All(static pair => pair.First.IsLower != pair.Second.IsLower);
    }

    /// <param name="Comparator">Empty for equality.</param>
    private sealed record Constraint(string Comparator, string Version)
    {
        public bool IsBound => IsLower || Comparator is "<" or "<=";

        public bool IsLower => Comparator is ">" or ">=";
    }
}
