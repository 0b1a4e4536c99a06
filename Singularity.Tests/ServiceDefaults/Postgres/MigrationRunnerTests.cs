using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Support;

namespace Singularity.Tests.ServiceDefaults.Postgres;

[Collection("postgres")]
public sealed class MigrationRunnerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Migration First = Migration.Create(1, "notes", "CREATE TABLE notes (id int PRIMARY KEY);");
    private static readonly Migration Second = Migration.Create(2, "text", "ALTER TABLE notes ADD COLUMN text text;\nINSERT INTO notes VALUES (1, 'x');");
    private NpgsqlDataSource? _source;

    private NpgsqlDataSource Source => _source!;

    public async Task InitializeAsync() => _source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());

    public async Task DisposeAsync() => await Source.DisposeAsync();

    [Fact]
    public async Task Applies_what_is_missing_in_order_and_only_once()
    {
        (await RunAsync(First)).ShouldBe(1);
        (await RunAsync(First, Second)).ShouldBe(1);
        (await RunAsync(First, Second)).ShouldBe(0);

        (await ScalarAsync("SELECT string_agg(version || ' ' || name, ',' ORDER BY version) FROM schema_migrations")).ShouldBe("1 notes,2 text");
        (await ScalarAsync("SELECT count(*) FROM notes")).ShouldBe(1L);
        (await ScalarAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
            .ShouldBe(0L);
    }

    [Fact]
    public async Task Runners_that_start_at_once_apply_each_file_once()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync(First, Second)));

        counts.Sum().ShouldBe(2);
        (await ScalarAsync("SELECT count(*) FROM notes")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_file_changed_after_it_was_applied_is_refused()
    {
        await RunAsync(First);
        var changed = Migration.Create(1, "notes", "CREATE TABLE notes (id bigint PRIMARY KEY);");

        var failure = await Should.ThrowAsync<MigrationException>(() => RunAsync(changed, Second));

        failure.Message.ShouldContain("0001_notes");
        failure.Curable.ShouldBeFalse();
        (await ScalarAsync("SELECT count(*) FROM schema_migrations")).ShouldBe(1L);
    }

    [Fact]
    public async Task Line_ends_of_a_checkout_do_not_count_as_a_change()
    {
        await RunAsync(First, Second);

        (await RunAsync(First, Migration.Create(2, "text", Second.Sql.ReplaceLineEndings("\r\n")))).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await RunAsync(First, Second);

        (await Should.ThrowAsync<MigrationException>(() => RunAsync(First))).Message.ShouldContain("0002");
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_behind_and_keeps_those_before_it()
    {
        var broken = Migration.Create(2, "broken", "INSERT INTO notes VALUES (1); SELECT nonsense;");

        var failure = await Should.ThrowAsync<MigrationException>(() => RunAsync(First, broken));

        failure.Message.ShouldContain("0002_broken");
        (await ScalarAsync("SELECT count(*) FROM notes")).ShouldBe(0L);
        (await ScalarAsync("SELECT max(version) FROM schema_migrations")).ShouldBe(1);
        (await RunAsync(First, Second)).ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_extension_says_what_to_install()
    {
        var missing = Migration.Create(1, "extension", "CREATE EXTENSION IF NOT EXISTS no_such_thing;");

        var failure = await Should.ThrowAsync<MigrationException>(() => RunAsync(missing));

        failure.Curable.ShouldBeTrue();
        failure.Message.ShouldContain("-pgvector");
        failure.Message.ShouldContain("pgvector/pgvector");
    }

    [Fact]
    public async Task Components_number_their_files_on_their_own_in_one_database()
    {
        var other = Migration.Create(1, "ideas", "CREATE TABLE ideas (id int PRIMARY KEY);");
        Task<int> RunOtherAsync(params Migration[] files) =>
            new MigrationRunner(Source, new MigrationSet("test", files, "ideas"), NullLogger.Instance).RunAsync(CancellationToken.None);

        (await RunAsync(First, Second)).ShouldBe(2);
        (await RunOtherAsync(other)).ShouldBe(1);
        (await RunOtherAsync(other)).ShouldBe(0);
        (await RunAsync(First, Second)).ShouldBe(0);
        (await ScalarAsync("SELECT name FROM schema_migrations_ideas")).ShouldBe("ideas");
        (await Should.ThrowAsync<MigrationException>(() => RunOtherAsync(other with { Checksum = "changed" }))).Message.ShouldContain("0001_ideas");
    }

    private Task<int> RunAsync(params Migration[] migrations) =>
        new MigrationRunner(Source, new MigrationSet("test", migrations), NullLogger.Instance).RunAsync(CancellationToken.None);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
