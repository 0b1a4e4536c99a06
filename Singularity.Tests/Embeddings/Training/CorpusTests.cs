using System.IO.Compression;
using Singularity.Embeddings.Training;
using Singularity.Embeddings.Training.Corpus;
using Singularity.Embeddings.Training.Pairs;
using Singularity.Tests.Support;

namespace Singularity.Tests.Embeddings.Training;

public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Reads_summaries_by_the_names_of_their_columns_plain_and_packed()
    {
        const string Table = "summary\tversion\tname\nParses dates\t1.0.0\tdayling\n\t2.0.0\tquiet\nshort\n";
        PackageText[] expected = [new("dayling", "Parses dates"), new("quiet", "")];
        SummaryFile.Read(_folder.Write("table.tsv", Table)).ShouldBe(expected);

        var packed = Path.Combine(_folder.Path, "table.tsv.gz");
        using (var writer = new StreamWriter(new GZipStream(File.Create(packed), CompressionLevel.Fastest)))
        {
            writer.Write(Table);
        }

        SummaryFile.Read(packed).ShouldBe(expected);
    }

    [Fact]
    public void Names_the_columns_that_a_table_lacks() =>
        Should.Throw<InvalidDataException>(() => SummaryFile.Read(_folder.Write("bad.tsv", "a\tb\n1\t2\n"))).Message.ShouldContain("name and summary");

    [Fact]
    public void Reads_descriptions_with_their_bodies()
    {
        var path = _folder.Write("descriptions", """
            Package: node-dayling
            Description-md5: 0123
            Description-en: dates for Node.js
             Parses and formats
             dates.
             .
             Fast.

            Package: empty
            Description-de: Nichts

            Package: last
            Description-en: at the end
            """);
        DescriptionFile.Read(path).ShouldBe([new("node-dayling", "dates for Node.js", " Parses and formats dates. . Fast."), new("last", "at the end")]);
    }

    [Fact]
    public void Refuses_a_file_without_descriptions() =>
        Should.Throw<InvalidDataException>(() => DescriptionFile.Read(_folder.Write("none", "hello\n"))).Message.ShouldContain("Description-en");

    [Fact]
    public void Pairs_packagings_of_one_name()
    {
        PackageText[] packages = [new("dayling", "Parses dates"), new("@loop/core", "Event loop"), new("silent", "")];
        PackageText[] descriptions = [new("node-dayling", "dates"), new("python3-loop-core", "loops"), new("node-silent", "x"), new("other", "y")];
        DescriptionMatches.Find(descriptions, packages).ShouldBe([(0, 0), (1, 1)]);
    }

    [Fact]
    public void Frequent_words_get_the_rows_and_identifiers_count_whole_and_in_parts()
    {
        var book = WordBook.Of(["parse parse parseJson json", "parse"], new TrainingParameters { Words = 2 });
        book.Words.ShouldBe(["parse", "json", "parsejson"]);
        book.Known.ShouldBe(2);
        book.Read("parseJson never").ShouldBe([0, 1]);
    }

    public void Dispose() => _folder.Dispose();
}
