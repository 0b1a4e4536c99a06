using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Singularity.Registry.Versions.PyPI;

/// <summary>
/// A version by PEP 440: <c>[N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]</c>, in every spelling that the PEP normalises.
/// </summary>
/// <param name="Epoch">0 unless written.</param>
/// <param name="Release">As written: <c>1.0</c> and <c>1.0.0</c> differ here and nowhere else.</param>
/// <param name="Pre">Null for none.</param>
/// <param name="Post">Null for none.</param>
/// <param name="Dev">Null for none.</param>
/// <param name="Local">The parts after <c>+</c>, lower case; empty for none.</param>
/// <param name="Text">As written, for <c>===</c>.</param>
internal sealed record Pep440Version(
    long Epoch, IReadOnlyList<long> Release, Pep440Pre? Pre, long? Post, long? Dev, IReadOnlyList<string> Local, string Text)
{
    public bool IsPrerelease => Pre is not null || Dev is not null;

    public static bool TryParse(string? text, [NotNullWhen(true)] out Pep440Version? version) => Pep440Parser.TryParse(text, out version);

    /// <summary>Without local version label.</summary>
    public Pep440Version Public => Local.Count == 0 ? this : this with { Local = [] };

    /// <summary>Epoch and release alone.</summary>
    public Pep440Version Base => this with { Pre = null, Post = null, Dev = null, Local = [] };

    /// <summary>The order of the PEP; 0 for two ways to write one version.</summary>
    public int ComparePrecedence(Pep440Version other)
    {
        var order = Epoch.CompareTo(other.Epoch);
        order = order != 0 ? order : CompareRelease(Release, other.Release);
        order = order != 0 ? order : PreKey().CompareTo(other.PreKey());
        // No post-release is before every one, no development release is after every one.
        order = order != 0 ? order : (Post ?? -1).CompareTo(other.Post ?? -1);
        order = order != 0 ? order : (Dev ?? long.MaxValue).CompareTo(other.Dev ?? long.MaxValue);
        return order != 0 ? order : CompareLocal(Local, other.Local);
    }

    /// <summary>The normalised form.</summary>
    public override string ToString()
    {
        var result = new StringBuilder();
        if (Epoch > 0)
        {
            result.Append(CultureInfo.InvariantCulture, $"{Epoch}!");
        }

        result.AppendJoin('.', Release);
        if (Pre is { } pre)
        {
            result.Append(CultureInfo.InvariantCulture, $"{Letters(pre.Phase)}{pre.Number}");
        }

        if (Post is { } post)
        {
            result.Append(CultureInfo.InvariantCulture, $".post{post}");
        }

        if (Dev is { } dev)
        {
            result.Append(CultureInfo.InvariantCulture, $".dev{dev}");
        }

        return Local.Count == 0 ? result.ToString() : result.Append('+').AppendJoin('.', Local).ToString();
    }

    public bool Equals(Pep440Version? other) => other is not null && ComparePrecedence(other) == 0;

    public override int GetHashCode()
    {
        var length = Release.Count;
        while (length > 1 && Release[length - 1] == 0)
        {
            length--;
        }

        return (this with { Release = [.. Release.Take(length)] }).ToString().GetHashCode(StringComparison.Ordinal);
    }

    internal static int CompareRelease(IReadOnlyList<long> left, IReadOnlyList<long> right)
    {
        var order = 0;
        for (var i = 0; i < Math.Max(left.Count, right.Count) && order == 0; i++)
        {
            order = (i < left.Count ? left[i] : 0).CompareTo(i < right.Count ? right[i] : 0);
        }

        return order;
    }

    /// <summary>A development release of the release itself is before its alphas; a final or post-release is after its candidates.</summary>
    private (int Phase, long Number) PreKey() =>
        Pre is { } pre ? ((int)pre.Phase, pre.Number) : Post is null && Dev is not null ? (-1, 0) : (int.MaxValue, 0);

    private static int CompareLocal(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var order = (IsNumber(left[i]), IsNumber(right[i])) switch
            {
                // Without leading zeros the longer number is the larger, whatever its size.
                (true, true) => left[i].Length != right[i].Length ? left[i].Length.CompareTo(right[i].Length) : string.CompareOrdinal(left[i], right[i]),
                (true, false) => 1,
                (false, true) => -1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static bool IsNumber(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static string Letters(Pep440Phase phase) => phase switch
    {
        Pep440Phase.Alpha => "a",
        Pep440Phase.Beta => "b",
        _ => "rc",
    };
}

internal enum Pep440Phase
{
    Alpha,
    Beta,
    Candidate,
}

/// <summary>The pre-release part, such as <c>rc1</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pep440Pre(Pep440Phase Phase, long Number);
