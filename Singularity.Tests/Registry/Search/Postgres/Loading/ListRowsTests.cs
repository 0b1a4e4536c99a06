using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search.Postgres.Loading;

namespace Singularity.Tests.Registry.Search.Postgres.Loading;

public sealed class ListRowsTests
{
    [Fact]
    public void Reads_a_line()
    {
        var (row, problem) = ListRows.Read("yamlet\t1.2.0\t45000\tYAML reader");
        problem.ShouldBeNull();
        row!.Name.ShouldBe("yamlet");
        row.Version.ShouldBe("1.2.0");
        row.Downloads.ShouldBe(45_000);
        row.Summary.ShouldBe("YAML reader");
    }

    [Theory]
    [InlineData("yamlet\t1.2.0\t45000", "fields")]
    [InlineData("yamlet\t1.2.0\t45000\tYAML\treader", "fields")]
    [InlineData("\t1.2.0\t45000\tYAML", "name")]
    [InlineData("yam let\t1.2.0\t45000\tYAML", "name")]
    [InlineData("yamlet\t\t45000\tYAML", "version")]
    [InlineData("yamlet\t1.2.0\tmany\tYAML", "downloads")]
    [InlineData("yamlet\t1.2.0\t-1\tYAML", "downloads")]
    [InlineData("yamlet\t1.2.0\t99999999999999999999\tYAML", "downloads")]
    public void Names_the_field_that_is_malformed(string line, string field)
    {
        var (row, problem) = ListRows.Read(line);
        row.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(field);
    }

    [Fact]
    public void Knows_a_header()
    {
        ListRows.IsHeader("name\tversion\tdownloads_a_month\tsummary").ShouldBeTrue();
        ListRows.IsHeader("name\t1.0.0\t5\tA package that is called name").ShouldBeFalse();
    }

    [Fact]
    public void Says_of_every_line_either_its_row_or_what_is_wrong() => Prop.ForAll<string>(static line =>
    {
        var (row, problem) = ListRows.Read(line ?? "");
        return row is null != problem is null;
    }).QuickCheckThrowOnFailure();
}
