using Singularity.Registry.Extraction.Python;

namespace Singularity.Tests.Registry.Extraction.Python;

public sealed class CoreMetadataTests
{
    [Fact]
    public void Reads_folded_headers_and_the_description_behind_them()
    {
        const string text = "Metadata-Version: 2.1\r\nName: demo\r\nVersion: 1.0\r\nLicense: Long\r\n        text\r\nclassifier: A\r\nClassifier: B\r\nHome-page: UNKNOWN\r\n\r\n# Title\r\n\r\nText: x\r\n";
        var info = CoreMetadata.Parse(text);
        (info.Name, info.Version, info.License, info.HomePage).ShouldBe(("demo", "1.0", "Long\n        text", null));
        info.Classifiers.ShouldBe(["A", "B"]);
        info.Description.ShouldBe("# Title\n\nText: x\n");
        info.RequiresDist.ShouldBeNull();
        CoreMetadata.DescriptionLine(text).ShouldBe(10);
    }

    [Fact]
    public void Reads_a_description_in_a_header() =>
        CoreMetadata.Parse("Name: demo\nDescription: One\n        Two\n        \n          Three\nVersion: 1\n").Description.ShouldBe("One\nTwo\n\n  Three");
}
