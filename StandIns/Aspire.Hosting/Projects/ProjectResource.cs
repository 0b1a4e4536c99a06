using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting
{
    public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

    /// <summary>Where a project is; generated for each project that the AppHost refers to.</summary>
    public interface IProjectMetadata : IResourceAnnotation
    {
        string ProjectPath { get; }

        LaunchSettings? LaunchSettings => null;

        bool SuppressBuild => false;
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    public class ProjectResource(string name)
        : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport,
            IResourceWithProbes, IComputeResource;
}
