using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles;

namespace Singularity.Tests.Registry.Lockfiles;

/// <summary>Whatever the bytes, a file is read or refused with a message; nothing is thrown, lost or named twice.</summary>
public sealed class LockfileRobustnessTests
{
    /// <summary>What ends, opens, nests or escapes something in one of the syntaxes, and bytes that are no text.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", "(", ")", "\"", "'", "\"\"\"", ":", "::", ",", ";", "\n", "\r\n", "\t", " ", "  ", "-", "--", "---", "?", "|", ">", "%", "@",
            "/", "\\", "#", "&a", "*a", "!!x", "<", "</", "<!--", "<![CDATA[", "&amp;", "=", "==", "=>", "$(", "null", "true", "1", "1e9", ".", "..",
            "\\u0000", "\\ud800", "\0", "\u2028", "é", "\uFEFF", "__metadata:", "version", "packages",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80],
    ];

    private static readonly Gen<Edit> Edits =
        from at in Gen.Choose(0, 10_000)
        from length in Gen.Choose(0, 12)
        from piece in Gen.Elements(Pieces)
        from times in Gen.Frequency((9, Gen.Constant(1)), (1, Gen.Choose(2, 80)))
        select new Edit(at, length, piece, times);

    private static readonly Gen<Sample> Mutated =
        from sample in Gen.Elements(LockfileSamples.All.AsEnumerable())
        from edits in Edits.NonEmptyListOf()
        select new Sample(sample.FileName, edits.Take(6).Aggregate(Encoding.UTF8.GetBytes(sample.Content), (bytes, edit) => edit.Apply(bytes)));

    private static readonly Gen<Sample> Noise =
        from sample in Gen.Elements(LockfileSamples.All.AsEnumerable())
        from pieces in Gen.Elements(Pieces).ListOf()
        select new Sample(sample.FileName, [.. pieces.SelectMany(static p => p)]);

    [Fact]
    public void Every_sample_names_a_package() => LockfileSamples.All.ShouldAllBe(s => LockfileReadings.Read(s.FileName, s.Content).Packages.Count > 0);

    [Fact]
    public void Mutated_files_are_read_or_refused() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4_000), Prop.ForAll(Mutated.ToArbitrary(), IsSound));

    [Fact]
    public void Noise_is_read_or_refused() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Noise.ToArbitrary(), IsSound));

    [Fact]
    public void Files_cut_anywhere_are_read_or_refused()
    {
        foreach (var (fileName, content) in LockfileSamples.All)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            for (var length = 0; length <= bytes.Length; length++)
            {
                IsSound(new Sample(fileName, bytes[..length])).ShouldBeTrue();
            }
        }
    }

    private static bool IsSound(Sample sample)
    {
        switch (LockfileFormats.Read(sample.FileName, null, sample.Content))
        {
            case LockfileReading.Malformed malformed:
                malformed.Message.ShouldStartWith(sample.FileName);
                malformed.Message.ShouldEndWith(".");
                malformed.Message.Any(char.IsControl).ShouldBeFalse();
                return true;
            case LockfileReading.Read read:
                var lines = sample.Content.Count(b => b == '\n') + 1;
                read.Packages.Select(p => (p.Spec, p.Exact)).ShouldBeUnique();
                read.Skipped.Select(s => (s.Name, s.Reason)).ShouldBeUnique();
                read.Skipped.ShouldAllBe(s => !s.Name.Any(char.IsControl) && !s.Reason.Any(char.IsControl));
                read.Packages.ShouldAllBe(p => p.Line >= 1 && p.Line <= lines && (!p.Exact || p.Spec.Version != null));
                read.Packages.Select(p => PackageSpec.Create(p.Spec.Ecosystem, p.Spec.Name, p.Spec.Version, out _)).ShouldBe(read.Packages.Select(p => p.Spec));
                return true;
            case var other:
                throw new InvalidOperationException($"{other} is no outcome.");
        }
    }

    private sealed record Sample(string FileName, byte[] Content)
    {
        public override string ToString() => $"{FileName}: {Convert.ToBase64String(Content)}";
    }

    /// <summary>Replaces some bytes by a piece, several times over.</summary>
    private sealed record Edit(int At, int Length, byte[] Piece, int Times)
    {
        public byte[] Apply(byte[] bytes)
        {
            var start = bytes.Length == 0 ? 0 : At % (bytes.Length + 1);
            var end = Math.Min(bytes.Length, start + Length);
            return [.. bytes[..start], .. Enumerable.Repeat(Piece, Times).SelectMany(static p => p), .. bytes[end..]];
        }
    }
}
