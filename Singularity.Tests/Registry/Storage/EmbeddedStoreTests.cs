using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Storage;

public sealed class EmbeddedStoreTests : StoreTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("embedded-").FullName;
    private readonly List<EmbeddedDatabase> _open = [];

    private string File => Path.Combine(_folder, "package_cache.db");

    public void Dispose()
    {
        _open.ForEach(static database => database.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Keeps_what_was_stored_when_it_is_opened_again_and_beside_another_process()
    {
        var package = Package("demo", "1.0.0", latest: "1.0.0");
        await Open().StoreAsync(new CollectedPackage(package, []), PackageEntry.From(package, 0), CancellationToken.None);

        var again = Open();

        (await again.FindAsync(PackageKey.For(Ecosystem.Npm, "demo"), CancellationToken.None))!.Version.ShouldBe("1.0.0");
        again.ReadPending().ShouldHaveSingleItem().Package.Name.ShouldBe("demo");
    }

    [Fact]
    public async Task Forgets_that_a_package_waits_for_postgres_once_it_has_a_revision()
    {
        var store = Open();
        var package = Package("demo", "1.0.0", latest: "1.0.0");
        await store.StoreAsync(new CollectedPackage(package, []), PackageEntry.From(package, 0), CancellationToken.None);

        await store.StoreAsync(new CollectedPackage(package, []), PackageEntry.From(package, 7), CancellationToken.None);

        store.ReadPending().ShouldBeEmpty();
    }

    [Fact]
    public async Task Moves_a_file_aside_that_is_not_its_own_and_starts_afresh()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 100_000));

        var store = Open();

        (await store.FindAsync(PackageKey.For(Ecosystem.Npm, "demo"), CancellationToken.None)).ShouldBeNull();
        var aside = Directory.GetFiles(_folder, "*.unreadable-*").ShouldHaveSingleItem();
        (await System.IO.File.ReadAllTextAsync(aside)).ShouldStartWith("xxx");
    }

    [Fact]
    public async Task Moves_the_log_of_a_file_aside_with_it()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 100_000));
        await System.IO.File.WriteAllTextAsync(Path.ChangeExtension(File, null) + "-log.db", new string('y', 100_000));

        var store = Open();

        (await store.FindAsync(PackageKey.For(Ecosystem.Npm, "demo"), CancellationToken.None)).ShouldBeNull();
        var aside = Directory.GetFiles(_folder, "*.unreadable-*-log").ShouldHaveSingleItem();
        (await System.IO.File.ReadAllTextAsync(aside)).ShouldStartWith("yyy");
    }

    [Fact]
    public void Keeps_the_file_from_other_users()
    {
        if (!OperatingSystem.IsWindows())
        {
            Open();
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    internal override Task<IPackageStore> OpenAsync() => Task.FromResult<IPackageStore>(Open());

    private EmbeddedStore Open()
    {
        var database = new EmbeddedDatabase(
            Options.Create(new EmbeddedOptions { File = File }), TimeProvider.System, NullLogger<EmbeddedDatabase>.Instance);
        _open.Add(database);
        return new EmbeddedStore(database);
    }
}
