using System.Text;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.NuGet;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.NuGet;

public sealed class PackageSignatureTests : IDisposable
{
    private static readonly FakeZipEntry[] Entries =
        [new("Demo.nuspec", Encoding.UTF8.GetBytes(FakeNuGetFeed.Manifest("Demo", "1.0.0"))), new("README.md", "# Demo"u8.ToArray())];

    private readonly FakeSigner _signer = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _signer.Dispose();

    [Fact]
    public void A_trusted_signature_over_all_bytes_holds() => Problem(_signer.Sign(Entries)).ShouldBeNull();

    [Fact]
    public void Every_byte_is_covered()
    {
        var good = _signer.Sign(Entries);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x10;
            // What the message says of its signer's certificate beyond the signed attributes, and the entry's own header, are nobody's to vouch for.
            if (!InSignatureEntry(good, at))
            {
                Problem(bad).ShouldNotBeNull($"byte {at}");
            }
        }
    }

    [Fact]
    public void An_entry_added_after_signing_is_noticed() =>
        Problem(_signer.Sign(Entries, entries => [.. entries, new("lib/net8.0/Evil.dll", [1])])).ShouldNotBeNull().ShouldContain("altered");

    [Fact]
    public void Two_signatures_are_none() =>
        Problem(_signer.Sign(Entries, entries => [.. entries, new(".signature.p7s", [1])])).ShouldNotBeNull().ShouldContain("not signed");

    [Fact]
    public void A_signer_whom_nobody_knows_is_not_trusted()
    {
        using var other = new FakeSigner();
        Problem(other.Sign(Entries)).ShouldNotBeNull().ShouldContain("'Demo Signer', whom this machine does not trust");
    }

    [Theory]
    [InlineData("codesignctl.pem", true)]
    [InlineData("timestampctl.pem", false)]
    public void A_signer_whom_only_the_clients_roots_know_is_trusted_for_their_use(string file, bool isTrusted)
    {
        using var folder = new TemporaryFolder();
        using var other = new FakeSigner();
        folder.Write(file, other.Pem);
        var trust = _signer.Trust with { Client = new NuGetClientRoots(folder.Path) };

        var problem = new PackageSignature(trust, _clock).Problem(new MemoryStream(other.Sign(Entries)));

        (problem is null).ShouldBe(isTrusted, problem);
    }

    [Fact]
    public void Roots_of_the_client_that_are_missing_or_no_certificates_are_none()
    {
        using var folder = new TemporaryFolder();
        folder.Write("codesignctl.pem", "no certificate");

        new NuGetClientRoots(folder.Path).CodeSigning.ShouldBeNull();
        new NuGetClientRoots(folder.Path).TimeStamping.ShouldBeNull();
        new NuGetClientRoots(null).CodeSigning.ShouldBeNull();
    }

    [Fact]
    public void A_certificate_for_another_use_is_not_trusted()
    {
        using var server = new FakeSigner("1.3.6.1.5.5.7.3.1");
        Problem(server.Sign(Entries), server).ShouldNotBeNull().ShouldContain("does not trust");
    }

    [Fact]
    public void An_undated_signature_ends_with_its_certificate()
    {
        using var brief = new FakeSigner(until: _clock.GetUtcNow().AddDays(1));
        var package = brief.Sign(Entries);
        Problem(package, brief).ShouldBeNull();
        _clock.Advance(TimeSpan.FromDays(2));
        Problem(package, brief).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(4000)]
    public void What_is_no_archive_is_not_signed(int length) => Problem(new byte[length]).ShouldBe("is not signed");

    [Fact]
    public async Task Signed_packages_are_collected_from_a_source_that_states_no_hash()
    {
        using var folder = new TemporaryFolder();
        await using var feed = await FakeNuGetFeed.StartAsync();
        feed.HasCatalog = false;
        var version = feed.Publish(new FakeNuGetVersion("Demo", "1.0.0") { Package = _signer.Sign(Entries) });
        await using var host = NuGetHost.Create(feed.Source, folder, _clock, _signer.Trust);

        await using var archive = (await host.DownloadAsync("nuget:demo")).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        archive.Checksum.Value.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(version.Bytes())));
        feed.Web.Fault(version.PackagePath, new FakeFault.Bytes(_signer.Sign(Entries, _ => [new("Demo.nuspec", [1])])));
        (await host.DownloadAsync("nuget:demo")).ShouldBeOfType<UpstreamArchive.Bad>().Message.ShouldContain("altered");
    }

    private string? Problem(byte[] package, FakeSigner? trusted = null)
    {
        using var stream = new MemoryStream(package);
        return new PackageSignature((trusted ?? _signer).Trust, _clock).Problem(stream);
    }

    private static bool InSignatureEntry(byte[] package, int at)
    {
        var name = ".signature.p7s"u8;
        var local = package.AsSpan().IndexOf(name) - 30;
        var header = package.AsSpan().LastIndexOf(name) - 46;
        var directory = BitConverter.ToInt32(package, package.Length - 6);
        return (at >= local && at < directory) || (at >= header && at < package.Length - 22);
    }
}
