using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Hex;

public sealed class HexCollectTests
{
    private const string Source = """"
        defmodule Acorn do
          @moduledoc """
          Plants acorns.

              iex> Acorn.plant(:oak)
              {:ok, :oak}
          """

          @doc "Plants one acorn."
          @spec plant(atom) :: {:ok, atom}
          def plant(kind), do: {:ok, kind}
        end
        """";

    private static readonly FakeHexRelease Release = new("acorn", "1.2.0")
    {
        Description = "Plants acorns – größer als je.",
        Licenses = ["Apache 2.0", "MIT"],
        Links = [("Changelog", "https://example.org/changes"), ("Website", "https://example.org/acorn"), ("GitHub", "https://github.com/demo/acorn")],
        Requirements = [("oak", "~> 1.0", false), ("moss", ">= 0.2.0 and < 2.0.0", true)],
        Files = [("README.md", "# Acorn\n\nUse it:\n\n```elixir\nAcorn.plant(:oak)\n```\n"), ("lib/acorn.ex", Source), ("mix.exs", "")],
    };

    [Fact]
    public async Task Collects_facts_readme_signatures_and_examples_of_a_verified_archive()
    {
        await using var hex = await FakeHexRegistry.StartAsync();
        hex.Publish(new FakeHexRelease("acorn", "1.1.0"));
        hex.Publish(Release);
        hex.Publish(new FakeHexRelease("acorn", "2.0.0-rc.1"));
        hex.Publish(Release);
        await using var host = HexHost.Create(hex);

        var read = (await host.CollectAsync("hex:acorn@~> 1.0")).ShouldBeOfType<PackageReading.Read>();

        var record = read.Package.Package;
        record.Purl.ShouldBe("pkg:hex/acorn@1.2.0");
        (record.Description, record.License, record.LicenseText).ShouldBe(("Plants acorns – größer als je.", "Apache-2.0 AND MIT", "Apache 2.0, MIT"));
        (record.Repository, record.Homepage, record.Downloads).ShouldBe(("https://github.com/demo/acorn", "https://example.org/acorn", 4321));
        record.Frameworks.ShouldBe(["elixir ~> 1.14"]);
        record.Versions.Select(v => (v.Version, v.Published)).ShouldBe(
            [("2.0.0-rc.1", FakeHexRegistry.Day(2)), ("1.2.0", FakeHexRegistry.Day(1)), ("1.1.0", FakeHexRegistry.Day(0))]);
        record.Dependencies.ShouldBe([new PackageDependency("oak", "~> 1.0", "runtime"), new PackageDependency("moss", ">= 0.2.0 and < 2.0.0", "optional", true)]);
        record.Readme.ShouldStartWith("# Acorn");
        record.ETag.ShouldNotBeNull();
        var archive = record.Archive.ShouldNotBeNull();
        (archive.Algorithm, archive.Verified, archive.FileCount).ShouldBe(("sha256", true, 3));
        read.Package.Snippets.Select(s => (s.Kind, s.Symbol, s.Path, s.Line, s.Code)).ShouldBe(
        [
            (SnippetKind.Readme, null, "README.md", 6, "Acorn.plant(:oak)"),
            (SnippetKind.Signature, "Acorn", "lib/acorn.ex", 1, "defmodule Acorn"),
            (SnippetKind.Doctest, "Acorn", "lib/acorn.ex", 5, "Acorn.plant(:oak)\n# => {:ok, :oak}"),
            (SnippetKind.Signature, "Acorn.plant/1", "lib/acorn.ex", 10, "@spec plant(atom) :: {:ok, atom}\ndef plant(kind)"),
        ]);
    }

    [Fact]
    public async Task What_the_archive_says_wins_over_the_registry()
    {
        await using var hex = await FakeHexRegistry.StartAsync();
        hex.Publish(Release);
        await using var host = HexHost.Create(hex);
        var found = await host.FoundAsync("hex:acorn");
        var stale = found with { Record = found.Record with { Description = "old", Dependencies = [], License = null } };
        var archive = (await host.DownloadAsync(stale)).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        await using (archive)
        {
            var read = (await host.Reader.ReadAsync(stale, [new SourceArchive(stale.Sources[0], archive)], null, CancellationToken.None))
                .ShouldBeOfType<PackageReading.Read>();
            (read.Package.Package.Description, read.Package.Package.Dependencies.Count).ShouldBe((Release.Description, 2));
        }
    }

    [Fact]
    public async Task A_retired_release_says_why_and_is_not_chosen()
    {
        await using var hex = await FakeHexRegistry.StartAsync();
        hex.Publish(new FakeHexRelease("acorn", "1.0.0"));
        hex.Publish(new FakeHexRelease("acorn", "1.1.0"));
        hex.Retire("acorn", "1.1.0", "security", "Rots. Use 1.0.0.");
        await using var host = HexHost.Create(hex);

        (await host.FoundAsync("hex:acorn")).Resolved.ShouldBe("1.0.0");
        var record = (await host.FoundAsync("hex:acorn@1.1.0")).Record;
        record.Deprecated.ShouldBe("Retired (security): Rots. Use 1.0.0.");
        record.Versions[0].ShouldBe(new PackageVersion("1.1.0", FakeHexRegistry.Day(1), Deprecated: true, Reason: record.Deprecated));
        hex.Retire("acorn", "1.1.0", "other", null);
        (await host.FoundAsync("hex:acorn@1.1.0")).Record.Deprecated.ShouldBe("Retired");
    }

    [Fact]
    public async Task An_unchanged_package_costs_one_conditional_request()
    {
        await using var hex = await FakeHexRegistry.StartAsync();
        hex.Publish(Release);
        await using var host = HexHost.Create(hex);
        var record = (await host.FoundAsync("hex:acorn")).Record;

        (await host.FindAsync("hex:acorn", record.ETag)).ShouldBeOfType<UpstreamLookup.NotModified>();
        (hex.Count(FakeHexRegistry.PackagePath("acorn")), hex.Count(FakeHexRegistry.ReleasePath("acorn", "1.2.0"))).ShouldBe((2, 1));

        hex.Retire("acorn", "1.2.0", "invalid", null);
        (await host.FindAsync("hex:acorn", record.ETag)).ShouldBeOfType<UpstreamLookup.Found>();
    }

    [Fact]
    public async Task Build_metadata_is_asked_for_as_the_client_does()
    {
        await using var hex = await FakeHexRegistry.StartAsync();
        hex.Publish(new FakeHexRelease("acorn", "1.0.0+build.7"));
        await using var host = HexHost.Create(hex);
        (await host.CollectAsync("hex:acorn")).ShouldBeOfType<PackageReading.Read>().Package.Package.Version.ShouldBe("1.0.0+build.7");
        hex.Requests[^1].Path.ShouldBe("/repo/tarballs/acorn-1.0.0+build.7.tar");
    }
}
