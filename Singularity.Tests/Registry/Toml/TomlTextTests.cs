using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Toml;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Toml;

public sealed class TomlTextTests
{
    [Fact]
    public void Reads_a_manifest()
    {
        var root = TomlText.Parse(
            """
            # A manifest
            [package]
            name = "demo"           # behind a value
            keywords = [
                "one", 'two',       # in an array
            ]
            rust-version.workspace = true

            [dependencies]
            serde = { version = "1.0", features = ["derive"], optional = true }
            "quoted.name" = "2"

            [target.'cfg(unix)'.dependencies.libc]
            version = "0.2"

            [[bin]]
            name = "first"
            [[bin]]
            name = "second"
            [bin.extra]
            depth = 2
            """);

        root.Keys.ShouldBe(["package", "dependencies", "target", "bin"]);
        root.Table("package")!.Text("name").ShouldBe("demo");
        root.Table("package")!.Texts("keywords").ShouldBe(["one", "two"]);
        root.Table("package", "rust-version")!.Flag("workspace").ShouldBe(true);
        root.Table("dependencies")!.Text("quoted.name").ShouldBe("2");
        root.Table("dependencies", "serde")!.Flag("optional").ShouldBe(true);
        root.Table("target", "cfg(unix)", "dependencies", "libc")!.Text("version").ShouldBe("0.2");
        root.Tables("bin").Select(b => b.Text("name")).ShouldBe(["first", "second"]);
        root.Tables("bin").Last().Table("extra")!.Integer("depth").ShouldBe(2);
        root.Tables("bin").Last().Line.ShouldBe(18);
    }

    [Theory]
    [InlineData("\"a\\tb\\u00e9\\U0001F600\\\"\\\\\"", "a\tbé😀\"\\")]
    [InlineData("'C:\\new'", "C:\\new")]
    [InlineData("\"\"\"\nfirst\nsecond\"\"\"", "first\nsecond")]
    [InlineData("\"\"\"one \\\n   two\"\"\"", "one two")]
    [InlineData("\"\"\"two \"\" quotes\"\"\"\"\"", "two \"\" quotes\"\"")]
    [InlineData("'''\nraw \\n ' '''", "raw \\n ' ")]
    [InlineData("\"\"", "")]
    [InlineData("''''''", "")]
    public void Reads_every_kind_of_string(string written, string meant) => TomlText.Parse("x = " + written).Text("x").ShouldBe(meant);

    [Theory]
    [InlineData("42", 42)]
    [InlineData("+1_000", 1000)]
    [InlineData("-0", 0)]
    [InlineData("0xDEAD_beef", 0xDEADBEEF)]
    [InlineData("0o755", 493)]
    [InlineData("0b1101", 13)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Reads_integers(string written, long meant) => TomlText.Parse("x = " + written).Integer("x").ShouldBe(meant);

    [Theory]
    [InlineData("3.14", 3.14)]
    [InlineData("-1e6", -1e6)]
    [InlineData("6.26E-3", 6.26e-3)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    public void Reads_floats(string written, double meant) => TomlText.Parse("x = " + written).Find("x").ShouldBeOfType<TomlFloat>().Value.ShouldBe(meant);

    [Theory]
    [InlineData("2024-05-27T07:32:00Z", "2024-05-27T07:32:00+00:00")]
    [InlineData("2024-05-27 07:32:00-07:00", "2024-05-27T07:32:00-07:00")]
    [InlineData("2024-05-27", "2024-05-27T00:00:00+00:00")]
    public void Reads_dates(string written, string meant) =>
        TomlText.Parse("x = " + written).Find("x").ShouldBeOfType<TomlDateTime>().ToTime().ShouldBe(DateTimeOffset.Parse(meant));

    [Fact]
    public void Reads_a_time_as_no_point_in_time() => TomlText.Parse("x = 07:32:00").Find("x").ShouldBeOfType<TomlDateTime>().ToTime().ShouldBeNull();

    [Theory]
    [InlineData("a = 1\nb = ", 2, "a value was expected, but the document ends.")]
    [InlineData("a = 1\nb 2", 2, "'=' was expected, but '2' stands there.")]
    [InlineData("a = 1\n\na = 2", 3, "'a' is defined a second time; the first is an integer in line 1.")]
    [InlineData("[t]\n[t]", 2, "'t' is defined a second time; the first is a table in line 1.")]
    [InlineData("a = 'open\nb = 1", 1, "a string is not closed on its line.")]
    [InlineData("a = \"\"\"open\nb = 1\n", 1, "a string is not closed.")]
    [InlineData("a = 1\n[b\n", 2, "']' was expected, but the line ends.")]
    [InlineData("a = [1 2]", 1, "',' or ']' was expected, but '2' stands there.")]
    [InlineData("a = true false", 1, "the end of the line was expected, but 'f' stands there.")]
    [InlineData("a = yes", 1, "'yes' is no value; strings need quotes.")]
    [InlineData("a = 01", 1, "'01' is no value; strings need quotes.")]
    [InlineData("a = 1__0", 1, "'1__0' is no value; strings need quotes.")]
    [InlineData("a = 99999999999999999999", 1, "'99999999999999999999' is no value; strings need quotes.")]
    [InlineData("a = \"\\q\"", 1, "a string holds an escape that TOML does not know.")]
    [InlineData("a = \"\\ud800\"", 1, "a string holds an escape of no Unicode character.")]
    [InlineData("a = 1\n[a.b]", 2, "the header goes through 'a', which line 1 defines as an integer.")]
    [InlineData("a = {b = 1}\na.c = 2", 2, "a dotted key goes through 'a', which line 1 defines as a table.")]
    [InlineData("a = [1]\n[[a]]", 2, "'a' is defined a second time; the first is an array in line 1.")]
    [InlineData("a.b = 1\n[a]", 2, "'a' is defined a second time; the first is a table in line 1.")]
    [InlineData("\0", 1, "a key was expected, but '?' stands there.")]
    public void Says_in_which_line_it_is_no_toml(string text, int line, string problem)
    {
        var exception = Should.Throw<TomlException>(() => TomlText.Parse(text));
        exception.Line.ShouldBe(line);
        exception.Problem.ShouldBe(problem);
    }

    [Fact]
    public void Accepts_a_byte_order_mark_and_windows_line_ends() =>
        TomlText.Parse("\uFEFFa = 1\r\n[b]\r\nc = 2\r\n").Table("b")!.Integer("c").ShouldBe(2);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a=", "}")]
    public void Refuses_nesting_without_end(string open, string close)
    {
        var text = "x = " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        Should.Throw<TomlException>(() => TomlText.Parse(text)).Problem.ShouldContain("more than 64 deep");
    }

    [Fact]
    public void Refuses_a_key_of_a_thousand_parts() =>
        Should.Throw<TomlException>(() => TomlText.Parse(string.Join('.', Enumerable.Repeat("a", 1000)) + " = 1")).Problem.ShouldContain("more than 64 parts");

    [Fact]
    public void A_string_written_with_escapes_reads_back_as_it_was() => Prop.ForAll<string>(text =>
    {
        text = string.Concat((text ?? "").Where(c => !char.IsSurrogate(c)));
        var written = string.Concat(text.Select(c => c is '"' or '\\' || char.IsControl(c) ? $"\\u{(int)c:X4}" : c.ToString()));
        return TomlText.Parse($"x = \"{written}\"\ny = 1").Text("x") == text;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_toml_or_refused_with_a_line_of_its_own() => Prop.ForAll(HostileText.Arbitrary, text =>
    {
        try
        {
            return TomlText.Parse(text).Keys.Count >= 0;
        }
        catch (TomlException exception)
        {
            return exception.Line >= 1 && exception.Line <= 1 + text.Count(c => c == '\n');
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_document_with_a_piece_cut_out_is_toml_or_refused()
    {
        const string document = "[a]\nb = { c = \"d\", e = [1, 2] }\n[[f]]\ng = '''h'''\n[f.i]\nj.k = 1979-05-27\n";
        Prop.ForAll<int, int>((from, length) =>
        {
            var start = Math.Abs(from % document.Length);
            var text = document.Remove(start, Math.Min(Math.Abs(length % 20), document.Length - start));
            try
            {
                return TomlText.Parse(text).Keys.Count > 0;
            }
            catch (TomlException exception)
            {
                return exception.Line is >= 1 and <= 7;
            }
        }).QuickCheckThrowOnFailure();
    }
}
