using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => Add(builder, name, new TProject(), null);

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => Add(builder, name, new TProject(), launchProfileName);

    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        Add(builder, name, new ProjectAt(Path.GetFullPath(projectPath, builder.AppHostDirectory)), null);

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas));
    }

    private static IResourceBuilder<ProjectResource> Add(
        IDistributedApplicationBuilder builder, string name, IProjectMetadata project, string? launchProfileName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var resource = builder.AddResource(new ProjectResource(name)).WithAnnotation(project);
        var preferred = launchProfileName
            ?? builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"];
        var profile = LaunchSettingsFile.Choose(project, preferred);
        if (launchProfileName is not null && profile?.Name != launchProfileName)
            throw new DistributedApplicationException($"The launch settings of '{name}' have no profile '{launchProfileName}'.");

        resource.WithTelemetryEnvironment();
        return builder.ExecutionContext.IsRunMode ? resource.WithRunEnvironment(profile) : resource.WithPublishEnvironment(profile);
    }

    private sealed record ProjectAt(string ProjectPath) : IProjectMetadata;
}
