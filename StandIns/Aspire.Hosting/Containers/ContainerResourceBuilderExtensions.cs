using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        var parsed = ContainerImageName.Parse(image);
        if (tag is not null && parsed.Tag is not null)
            throw new InvalidOperationException($"The image '{image}' has a tag already, so '{tag}' cannot be its tag too.");

        if (builder.Resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var existing))
        {
            existing.Registry = parsed.Registry ?? existing.Registry;
            existing.Image = parsed.Image;
            existing.Tag = tag ?? parsed.Tag ?? "latest";
            return builder;
        }

        return builder.WithAnnotation(
            new ContainerImageAnnotation { Registry = parsed.Registry, Image = parsed.Image, Tag = tag ?? parsed.Tag ?? "latest" });
    }

    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        Image(builder).Tag = tag;
        return builder;
    }

    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry) where T : ContainerResource
    {
        Image(builder).Registry = registry;
        return builder;
    }

    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(target);
        return builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));
    }

    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var path = Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory);
        return builder.WithAnnotation(new ContainerMountAnnotation(path, target, ContainerMountType.BindMount, isReadOnly));
    }

    private static ContainerImageAnnotation Image<T>(IResourceBuilder<T> builder) where T : ContainerResource =>
        builder.Resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image)
            ? image
            : throw new InvalidOperationException(
                $"'{builder.Resource.Name}' has no container image yet. Call WithImage first.");
}

internal sealed record ContainerImageName(string? Registry, string Image, string? Tag)
{
    public static ContainerImageName Parse(string reference)
    {
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        // The first part is a registry only if it looks like a host; `pgvector/pgvector` has none.
        var hasRegistry = slash > 0 && (reference[..slash].AsSpan().IndexOfAny('.', ':') >= 0 || reference[..slash] == "localhost");
        var path = hasRegistry ? reference[(slash + 1)..] : reference;
        var colon = path.LastIndexOf(':');
        return new(hasRegistry ? reference[..slash] : null, colon < 0 ? path : path[..colon], colon < 0 ? null : path[(colon + 1)..]);
    }
}
