namespace Singularity.Tests.Registry.Lockfiles.Npm;

public sealed class PnpmLockFormatTests
{
    private const string Name = "pnpm-lock.yaml";

    [Fact]
    public void Reads_format_5()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            lockfileVersion: 5.4

            specifiers:
              '@acme/forms': ^2.1.0
              ui: workspace:*

            dependencies:
              '@acme/forms': 2.1.3_tiny-dom@1.2.0
              ui: link:../ui

            packages:

              /@acme/forms/2.1.3_tiny-dom@1.2.0:
                resolution: {integrity: sha512-AAAA}
                engines: {node: '>=14'}
                peerDependencies:
                  tiny-dom: ^1.0.0
                dev: false

              /@acme/forms/2.1.3_abcdefghij:
                resolution: {integrity: sha512-AAAA}

              /tiny-dom/1.2.0:
                resolution: {integrity: sha512-BBBB}

              github.com/acme/fork/0123456789abcdef:
                resolution: {tarball: https://codeload.github.com/acme/fork/tar.gz/0123456789abcdef}
                name: fork
                version: 1.0.0

              registry.example/private/1.0.0:
                resolution: {integrity: sha512-CCCC}

              '@files.example/archive.tgz':
                resolution: {tarball: https://files.example/archive.tgz}

              file:../side:
                resolution: {directory: ../side, type: directory}
            """);
        reading.Packages().ShouldBe(["npm:@acme/forms@2.1.3", "npm:tiny-dom@1.2.0"]);
        reading.Packages.Select(p => p.Line).ShouldBe([13, 23]);
        reading.Skipped().ShouldBe(
        [
            "ui is a link to a local folder",
            "github.com/acme/fork/0123456789abcdef comes from git, not from a registry",
            "registry.example/private/1.0.0 comes from another registry (registry.example)",
            "@files.example/archive.tgz comes from a web address, not from a registry",
            "file:../side comes from a local file or folder, not from a registry",
        ]);
    }

    [Fact]
    public void Reads_format_6()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            lockfileVersion: '6.0'

            settings:
              autoInstallPeers: true

            importers:

              .:
                dependencies:
                  '@acme/forms':
                    specifier: ^2.1.0
                    version: 2.1.3(tiny-dom@1.2.0)
              apps/web:
                devDependencies:
                  ui:
                    specifier: workspace:*
                    version: link:../../packages/ui

            packages:

              /@acme/forms@2.1.3(tiny-dom@1.2.0)(@types/node@20.0.0):
                resolution: {integrity: sha512-AAAA}
                dev: false

              /tiny-dom@1.2.0-beta.1:
                resolution: {integrity: sha512-BBBB}
            """);
        reading.Packages().ShouldBe(["npm:@acme/forms@2.1.3", "npm:tiny-dom@1.2.0-beta.1"]);
        reading.Skipped().ShouldBe(["ui is a link to a local folder"]);
    }

    [Fact]
    public void Reads_format_9_of_several_documents()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            ---
            lockfileVersion: '9.0'
            packages:
              pnpm@10.20.0:
                resolution: {integrity: sha512-PPPP}

            ---
            lockfileVersion: '9.0'

            importers:
              .:
                dependencies:
                  alias:
                    specifier: npm:@true/name@^5.0.0
                    version: '@true/name@5.6.7'

            packages:

              '@true/name@5.6.7':
                resolution: {integrity: sha512-AAAA}
                engines: {node: '>=18'}
                cpu: [x64, arm64]

              fork@https://codeload.github.com/acme/fork/tar.gz/0123456789abcdef:
                resolution: {tarball: https://codeload.github.com/acme/fork/tar.gz/0123456789abcdef}
                version: 1.0.0

              '@acme/git@git+https://user:secret@git.example/acme/git#0123':
                resolution: {commit: 0123, repo: https://git.example/acme/git, type: git}

              side@file:../side:
                resolution: {directory: ../side, type: directory}

              node@runtime:24.0.0:
                resolution: {type: variations}

            snapshots:

              '@true/name@5.6.7(peer@1.0.0)':
                dependencies:
                  peer: 1.0.0
            """);
        reading.Packages().ShouldBe(["npm:pnpm@10.20.0", "npm:@true/name@5.6.7"]);
        reading.Skipped().ShouldBe(
        [
            "fork comes from git, not from a registry",
            "@acme/git comes from git, not from a registry",
            "side comes from a local file or folder, not from a registry",
            "node has no version that a registry could hold",
        ]);
    }

    [Theory]
    [InlineData("packages:\n  /a/1.0.0:\n    dev: true\n", "pnpm-lock.yaml: lockfileVersion is missing; run pnpm install to write it anew.")]
    [InlineData("", "pnpm-lock.yaml: lockfileVersion is missing; run pnpm install to write it anew.")]
    [InlineData("- a\n", "pnpm-lock.yaml line 1: the document is not a mapping; run pnpm install to write it anew.")]
    [InlineData("lockfileVersion: 5.4\npackages:\n  '@scope':\n    dev: true\n", "pnpm-lock.yaml line 3: packages[\"@scope\"] names no version; run pnpm install to write it anew.")]
    [InlineData("lockfileVersion: 5.4\npackages: {a@1.0.0: [}\n", "pnpm-lock.yaml line 2, column 22: is not valid YAML; run pnpm install to write it anew.")]
    [InlineData("lockfileVersion: 5.4\n? [a]\n: b\n", "pnpm-lock.yaml line 2: a key is not a text; run pnpm install to write it anew.")]
    [InlineData("a: &x [1]\nb: *x\n", "pnpm-lock.yaml line 2: holds an alias, which no lockfile needs; run pnpm install to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);

    [Fact]
    public void Endless_nesting_costs_one_error() =>
        LockfileReadings.Problem(Name, "a: " + new string('[', 1_000_000)).ShouldBe(
            "pnpm-lock.yaml line 1: nests deeper than 32 levels; run pnpm install to write it anew.");
}
