using System.Text.RegularExpressions;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.KeyValueStore.Layout;

/// <summary>How buckets and keys lie in streams and subjects, and which names they may have.</summary>
internal static partial class BucketLayout
{
    private const string StreamPrefix = "KV_";

    private static readonly NatsKVException EmptyKey = new("Key cannot be empty");
    private static readonly NatsKVException KeyWithOuterPeriod = new("Key cannot start or end with a period");
    private static readonly NatsKVException KeyWithInvalidCharacters = new("Key contains invalid characters");

    public static string Stream(string bucket) => IsBucket().IsMatch(bucket)
        ? StreamPrefix + bucket
        : throw new NatsKVException("Invalid bucket name");

    public static string Subjects(string bucket) => $"$KV.{bucket}.";

    /// <returns>The bucket in a stream, or null if the stream is none.</returns>
    public static string? Bucket(string stream) =>
        stream.StartsWith(StreamPrefix, StringComparison.Ordinal) ? stream[StreamPrefix.Length..] : null;

    public static NatsResult CheckKey(string key) => key switch
    {
        _ when string.IsNullOrWhiteSpace(key) => EmptyKey,
        ['.', ..] or [.., '.'] => KeyWithOuterPeriod,
        _ when !IsKey().IsMatch(key) => KeyWithInvalidCharacters,
        _ => NatsResult.Default,
    };

    public static StreamConfig ToStream(NatsKVConfig config)
    {
        if (config.History > NatsKVDefaults.MaxHistory)
            throw new NatsKVException($"Too long history (max:{NatsKVDefaults.MaxHistory})");

        return new StreamConfig(Stream(config.Bucket), [Subjects(config.Bucket) + ">"])
        {
            Description = config.Description,
            MaxMsgsPerSubject = Math.Max(1, config.History),
            MaxBytes = config.MaxBytes,
            MaxAge = config.MaxAge,
            MaxMsgSize = config.MaxValueSize,
            Compression = config.Compression ? StreamConfigCompression.S2 : StreamConfigCompression.None,
            Storage = config.Storage == NatsKVStorageType.Memory ? StreamConfigStorage.Memory : StreamConfigStorage.File,
            NumReplicas = Math.Max(1, config.NumberOfReplicas),
            Discard = StreamConfigDiscard.New,
            AllowRollupHdrs = true,
            AllowDirect = true,
            DenyDelete = true,
            Metadata = config.Metadata,
        };
    }

    public static NatsKVStatus ToStatus(string bucket, StreamInfo info) => new(
        bucket,
        info.Config.Compression != StreamConfigCompression.None,
        info.Config.AllowMsgTTL ? info.Config.SubjectDeleteMarkerTTL : TimeSpan.Zero,
        info);

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsBucket();

    [GeneratedRegex(@"\A[-/_=\.a-zA-Z0-9]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsKey();
}
