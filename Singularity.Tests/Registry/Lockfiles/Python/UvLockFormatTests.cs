namespace Singularity.Tests.Registry.Lockfiles.Python;

public sealed class UvLockFormatTests
{
    private const string Name = "uv.lock";

    [Fact]
    public void Reads_packages_and_their_sources()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            version = 1
            revision = 2
            requires-python = ">=3.12"

            [[package]]
            name = "tiny-forms"
            version = "2.1.3"
            source = { registry = "https://pypi.org/simple" }
            dependencies = [
                { name = "quick-scan", marker = "sys_platform == 'win32'" },
            ]
            sdist = { url = "https://files.pythonhosted.org/packages/tiny_forms-2.1.3.tar.gz", hash = "sha256:0123", size = 12345, upload-time = "2025-05-01T10:00:00Z" }

            [[package]]
            name = "tensors"
            version = "2.5.0+cpu"
            source = { registry = "https://wheels.example/cpu" }

            [[package]]
            name = "flat"
            version = "1.0"
            source = { registry = "../links" }

            [[package]]
            name = "shop"
            version = "0.1.0"
            source = { virtual = "." }

            [[package]]
            name = "dynamic"
            source = { editable = "packages/dynamic" }

            [[package]]
            name = "fork"
            version = "0.1.0"
            source = { git = "https://git.example/acme/fork?rev=main#0123" }

            [[package]]
            name = "archive"
            version = "1.0"
            source = { url = "https://files.example/archive.tar.gz" }

            [[package]]
            name = "folder"
            version = "1.0"
            source = { directory = "../folder" }

            [package.metadata]
            requires-dist = [{ name = "tiny-forms" }]
            """);
        reading.Packages().ShouldBe(["pypi:tiny-forms@2.1.3"]);
        reading.Packages[0].Line.ShouldBe(5);
        reading.Skipped().ShouldBe(
        [
            "tensors comes from another registry (https://wheels.example/cpu)",
            "flat comes from a local file or folder, not from a registry",
            "shop is a part of this project",
            "dynamic is a part of this project",
            "fork comes from git, not from a registry",
            "archive comes from a web address, not from a registry",
            "folder comes from a local file or folder, not from a registry",
        ]);
    }

    [Fact]
    public void One_index_for_all_is_a_mirror() => LockfileReadings.Read(
        Name,
        """
        version = 1
        [[package]]
        name = "a"
        version = "1.0"
        source = { registry = "https://mirror.example/simple" }
        """).Packages().ShouldBe(["pypi:a@1.0"]);

    [Theory]
    [InlineData("[[package]]\nname = \"a\"\nversion = \"1\"\n", "uv.lock line 1: [[package]] \"a\".source is missing; run uv lock to write it anew.")]
    [InlineData("[[package]]\nname = \"a\"\nsource = { registry = \"https://pypi.org/simple\" }\n", "uv.lock line 1: [[package]] \"a\".version is missing; run uv lock to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);
}
