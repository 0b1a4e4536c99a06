using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = "Pipeline:OutputPath",
    };

    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationOptions _options;
    private readonly ResourceCollection _resources = [];

    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        BuilderInterception.Current?.Constructing(options, settings);

        AppHostAssembly = FindAssembly(options.AssemblyName);
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= AppHostMetadata.ProjectDirectory(AppHostAssembly);
        _host = new HostApplicationBuilder(settings);
        Configuration.AddCommandLine(options.Args ?? [], Switches);
        // Volumes outlive a change of environment, so the passwords that they were made with must be found in every one.
        if (UserSecretsFile.Of(AppHostAssembly) is { } secrets)
            Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
            {
                FileProvider = null,
                Path = secrets.FilePath,
                Optional = true,
            }.Resolved());

        AppHostDirectory = AppHostMetadata.ProjectDirectory(AppHostAssembly) ?? Environment.ContentRootPath;
        ExecutionContext = new DistributedApplicationExecutionContext(OperationOf(Configuration));
        QuietLogs(_host.Logging);
        BuilderInterception.Current?.Constructed(this);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public IResourceCollection Resources => _resources;

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (_resources.FirstOrDefault(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
            throw new DistributedApplicationException(
                $"A resource named '{same.Name}' already exists, so '{resource.Name}' cannot be added. Case makes no difference.");
        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        BuilderInterception.Current?.Building(this);

        Services.AddHealthChecks();
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new DistributedApplicationModel(_resources));
        Services.AddSingleton(provider => new ResourceNotificationService(
            provider.GetRequiredService<ILogger<ResourceNotificationService>>(), provider.GetRequiredService<IHostApplicationLifetime>())
        {
            DefaultWaitBehavior =
                _options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable,
        });
        if (ExecutionContext.IsPublishMode) Services.AddManifestPublisher();
        else Services.AddOrchestrator(this, _options);

        var application = new DistributedApplication(_host.Build());
        BuilderInterception.Current?.Built(application);
        return application;
    }

    private static DistributedApplicationOperation OperationOf(ConfigurationManager configuration)
    {
        var publisher = configuration["Publishing:Publisher"];
        if (publisher is not null && !string.Equals(publisher, "manifest", StringComparison.OrdinalIgnoreCase))
            throw new DistributedApplicationException($"The publisher '{publisher}' is not known here. Known: manifest.");
        var operation = configuration["AppHost:Operation"];
        return operation?.ToLowerInvariant() switch
        {
            null or "" => publisher is null ? DistributedApplicationOperation.Run : DistributedApplicationOperation.Publish,
            "run" => DistributedApplicationOperation.Run,
            "publish" => DistributedApplicationOperation.Publish,
            _ => throw new DistributedApplicationException($"The operation '{operation}' is neither 'run' nor 'publish'."),
        };
    }

    private static Assembly? FindAssembly(string? name) =>
        name is null ? Assembly.GetEntryAssembly()
        : AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == name) ?? Assembly.Load(name);

    private static void QuietLogs(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Warning);
        // An unhealthy answer is a state that is shown, not an event of this program.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }
}
