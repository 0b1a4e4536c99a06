using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

public static class DistributedApplicationTestingBuilder
{
    /// <summary>A builder without an AppHost: the test declares the resources.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { });

    public static IDistributedApplicationTestingBuilder Create(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    {
        TestArguments.Check(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var interception = new TestInterception(TestAssembly(), args, configureBuilder);
        return new PlainTestingBuilder(interception.Within(() => new DistributedApplicationBuilder(new DistributedApplicationOptions())));
    }

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>Runs the entry point of the type's assembly up to where it would build its application.</summary>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        TestArguments.Check(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var run = new EntryPointRun(entryPoint.Assembly, args, configureBuilder);
        return new EntryPointTestingBuilder(run, await run.BuilderAsync(cancellationToken));
    }

    /// <summary>The assembly nearest on the stack that is not this one.</summary>
    private static Assembly TestAssembly()
    {
        var own = typeof(DistributedApplicationTestingBuilder).Assembly;
        return new StackTrace().GetFrames().Select(frame => frame.GetMethod()?.DeclaringType?.Assembly)
            .First(assembly => assembly is not null && assembly != own && assembly != typeof(object).Assembly)!;
    }
}

internal static class TestArguments
{
    public static void Check(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        foreach (var arg in args) ArgumentException.ThrowIfNullOrEmpty(arg, nameof(args));
    }
}
