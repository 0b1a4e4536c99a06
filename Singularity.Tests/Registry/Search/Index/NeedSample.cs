using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

/// <summary>A small registry of our own making, and needs that its packages answer in other words than their own.</summary>
internal static class NeedSample
{
    public static readonly IReadOnlyList<IndexDocument> Packages =
    [
        Package("wirecall", "Promise based HTTP client for the browser and server", 900_000),
        Package("dayling", "Parse, validate and format dates and times", 700_000),
        Package("briefspan", "Turn durations such as 90000 into text such as 1m 30s", 40_000),
        Package("againly", "Run a promise again with exponential backoff until it succeeds", 120_000),
        Package("lanepool", "Limit how many promises run concurrently", 300_000),
        Package("plainmark", "Markdown parser and HTML renderer", 500_000),
        Package("tabletalk", "Object relational mapper for PostgreSQL and SQLite", 200_000),
        Package("quillpost", "Send e-mails over SMTP with attachments", 400_000),
        Package("sealedbox", "Hash passwords with argon2", 80_000),
        Package("crumbtrail", "Session cookies, signed and encrypted", 60_000),
        Package("guestpass", "Create and verify JSON web tokens", 350_000),
        Package("pixelmill", "Resize, crop and convert JPEG and PNG pictures", 250_000),
        Package("yamlet", "YAML 1.2 reader and writer", 450_000),
        Package("tomlish", "TOML parser", 90_000),
        Package("comma-rows", "Streaming CSV parser and writer", 150_000),
        Package("zipfold", "Create and extract zip archives", 170_000),
        Package("lookout", "Notice changes of files and folders", 380_000),
        Package("argsmith", "Command line option parsing with subcommands and help", 520_000),
        Package("huedo", "Colors for text in the terminal", 800_000),
        Package("twirl", "Spinner and progress indicator for the console", 310_000),
        Package("schemagate", "Check data against a schema, with types inferred", 610_000),
        Package("loopwright", "Asynchronous runtime with timers, sockets and tasks", 230_000),
        Package("linebus", "Message queue on top of Redis with delayed jobs", 140_000),
        Package("cronicle-lite", "Start jobs by cron expressions", 75_000),
        Package("logbarrel", "Structured logger with several transports", 640_000),
        Package("mimicry", "Fake functions and spies for tests", 190_000),
        Package("rowdiff", "Compute the difference between two texts by line", 110_000),
        Package("idflake", "Unique sortable identifiers", 205_000),
        Package("duplex-ws", "WebSocket client and server", 420_000),
        Package("graphloom", "GraphQL server and schema tools", 330_000),
        Package("puzzlechart", "Charts and plots on canvas", 160_000),
        Package("wirecall-retry", "Interceptor that makes wirecall repeat failed requests", 30_000),
        Package("wirecall-mock", "Mock adapter for wirecall that answers requests in tests", 25_000),
        Package("wirecall-cache", "Cache adapter for wirecall that stores requests", 20_000),
    ];

    /// <summary>Need and name of the package that answers it.</summary>
    public static readonly IReadOnlyList<(string Need, string Answer)> Needs =
    [
        ("fetch a URL", "wirecall"),
        ("turn milliseconds into a readable string", "briefspan"),
        ("retry when an operation fails", "againly"),
        ("watch the filesystem", "lookout"),
        ("compress a directory into one file", "zipfold"),
        ("make thumbnails of images", "pixelmill"),
        ("deliver mail from my app", "quillpost"),
        ("background worker for queued tasks", "linebus"),
        ("stub methods in unit testing", "mimicry"),
        ("async event loop", "loopwright"),
        ("CLI flags parser", "argsmith"),
        ("read spreadsheets exported as comma separated values", "comma-rows"),
    ];

    private static IndexDocument Package(string name, string summary, long downloads) => new($"pkg:npm/{name}", name, summary, Downloads: downloads);
}
