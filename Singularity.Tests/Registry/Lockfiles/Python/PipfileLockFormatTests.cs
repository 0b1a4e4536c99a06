namespace Singularity.Tests.Registry.Lockfiles.Python;

public sealed class PipfileLockFormatTests
{
    private const string Name = "Pipfile.lock";

    [Fact]
    public void Reads_all_groups()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            {
                "default": {
                    "tiny-forms": {
                        "extras": ["fast"],
                        "hashes": ["sha256:0123"],
                        "index": "main",
                        "markers": "python_version >= '3.8'",
                        "version": "==2.1.3"
                    },
                    "inhouse": { "index": "acme", "version": "==1.0" },
                    "fork": { "git": "https://user:secret@git.example/acme/fork.git", "ref": "0123" },
                    "local": { "editable": true, "path": "." },
                    "archive": { "file": "https://files.example/archive.zip" },
                    "any": { "version": "*" }
                },
                "develop": {
                    "Tiny_Forms": { "version": "==2.1.3" },
                    "checker": { "version": "==7.0.0" }
                },
                "docs": { "pages": { "version": ">=3,<4" } },
                "_meta": {
                    "hash": { "sha256": "0123" },
                    "pipfile-spec": 6,
                    "sources": [
                        { "name": "main", "url": "https://mirror.example/simple", "verify_ssl": true },
                        { "name": "acme", "url": "https://user:secret@pypi.example/simple", "verify_ssl": true }
                    ]
                }
            }
            """);
        reading.Packages().ShouldBe(["pypi:tiny-forms@2.1.3", "pypi:any?", "pypi:checker@7.0.0", "pypi:pages@>=3,<4?"]);
        reading.Packages.Select(p => p.Line).ShouldBe([3, 14, 18, 20]);
        reading.Skipped().ShouldBe(
        [
            "inhouse comes from another registry (acme)",
            "fork comes from git, not from a registry",
            "local comes from a local file or folder, not from a registry",
            "archive comes from a web address, not from a registry",
        ]);
    }

    [Theory]
    [InlineData("{ \"default\": {\n \"a\": { } } }", "Pipfile.lock line 2: default[\"a\"].version is missing; run pipenv lock to write it anew.")]
    [InlineData("{ \"default\":\n [] }", "Pipfile.lock line 2: default is not an object; run pipenv lock to write it anew.")]
    [InlineData("{ \"_meta\": { \"sources\":\n 1 } }", "Pipfile.lock line 2: _meta.sources is not a list; run pipenv lock to write it anew.")]
    [InlineData("{ }", "Pipfile.lock: _meta and default are both missing; run pipenv lock to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);
}
