using Singularity.Contracts.Identity;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Storage;

/// <summary>A file that goes bad while it is open.</summary>
public sealed class EmbeddedDamageTests : IDisposable
{
    private readonly EmbeddedFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Damage_that_shows_while_it_is_read_moves_the_file_aside_once_and_fails_nobody()
    {
        var store = _files.Open();
        var names = Enumerable.Range(0, 200).Select(static i => $"demo-{i}").ToList();
        foreach (var name in names)
        {
            await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package(name, 1));
        }

        (await FindAsync(store, names[0])).ShouldNotBeNull();
        _files.Scramble();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            foreach (var name in names)
            {
                // Missing from the new file, or still whole from memory: never wrong, never an exception.
                var found = await FindAsync(store, name);
                (found is null || found.Read().Description == $"{name} written 1 times").ShouldBeTrue();
            }
        })));

        var aside = _files.Aside.ShouldHaveSingleItem();
        var said = _files.Log.Of(2100).ShouldHaveSingleItem();
        said.ShouldContain(_files.File);
        said.ShouldContain(aside);
        said.ShouldContain("only in");
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package(names[0], 2));
        (await FindAsync(store, names[0]))!.Revision.ShouldBe(2);
        (await FindAsync(store, names[1])).ShouldBeNull();
    }

    [Fact]
    public async Task Damage_that_shows_at_a_write_moves_the_file_aside_and_the_write_is_in_the_new_one()
    {
        var store = _files.Open();
        foreach (var name in Enumerable.Range(0, 200).Select(static i => $"demo-{i}"))
        {
            await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package(name, 1));
        }

        _files.Scramble();
        for (var i = 0; i < 200 && _files.Aside.Length == 0; i++)
        {
            var (package, entry) = EmbeddedFiles.Package($"demo-{i}", 2);
            await store.StoreAsync(package, entry, CancellationToken.None);
            (await FindAsync(store, $"demo-{i}"))!.Revision.ShouldBe(2);
        }

        _files.Aside.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_record_that_is_not_what_was_stored_is_never_given_out()
    {
        await EmbeddedFiles.CopyAsync(_files.Open(), EmbeddedFiles.Package("demo", 1));
        _files.Close();
        _files.Alter("emo written 1 times", 'X').ShouldBeGreaterThan(0);

        (await FindAsync(_files.Open(), "demo")).ShouldBeNull();

        _files.Aside.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Snippets_that_are_not_what_was_stored_are_never_given_out()
    {
        await EmbeddedFiles.CopyAsync(_files.Open(), EmbeddedFiles.Package("demo", 1));
        _files.Close();
        _files.Alter("use(", 'X').ShouldBeGreaterThan(0);

        (await _files.Open().ReadSnippetsAsync(Ecosystem.Npm, "demo", "1.0.0", CancellationToken.None)).ShouldBeEmpty();

        _files.Aside.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_second_process_goes_on_with_the_file_that_the_first_one_started()
    {
        var (first, second) = (_files.Open(), _files.Open());
        foreach (var name in Enumerable.Range(0, 200).Select(static i => $"demo-{i}"))
        {
            await EmbeddedFiles.CopyAsync(first, EmbeddedFiles.Package(name, 1));
        }

        _files.Scramble();
        for (var i = 0; i < 200; i++)
        {
            await FindAsync(first, $"demo-{i}");
        }

        await EmbeddedFiles.CopyAsync(first, EmbeddedFiles.Package("kept", 7));
        for (var i = 0; i < 200; i++)
        {
            await FindAsync(second, $"demo-{i}");
        }

        _files.Aside.ShouldHaveSingleItem();
        (await FindAsync(second, "kept"))!.Revision.ShouldBe(7);
    }

    [Fact]
    public async Task What_a_caller_gives_never_counts_as_damage()
    {
        var store = _files.Open();
        var (package, entry) = EmbeddedFiles.Package("kept", 1);
        await EmbeddedFiles.CopyAsync(store, (package, entry));

        await Should.ThrowAsync<Exception>(() => store.StoreAsync(
            package with { Package = package.Package with { Name = new string('x', 5_000) } }, entry, CancellationToken.None));

        _files.Aside.ShouldBeEmpty();
        (await FindAsync(store, "kept"))!.Revision.ShouldBe(1);
    }

    private static ValueTask<PackageEntry?> FindAsync(EmbeddedStore store, string name) => store.FindAsync(EmbeddedFiles.Key(name), CancellationToken.None);
}
