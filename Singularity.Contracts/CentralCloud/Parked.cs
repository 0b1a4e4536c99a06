using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.CentralCloud;

/// <summary>centralcloud.knowledge.parked: messages that could not be taken in, the longest parked first.</summary>
/// <param name="After">The last id of the previous page; 0 for the first.</param>
/// <param name="Limit">1 to 100.</param>
public sealed record ListParked(long After = 0, int Limit = 50) : IReadRequest;

/// <summary>A page of parked messages.</summary>
/// <param name="Next">Give it as After to go on; null on the last page.</param>
public sealed record ParkedPage(IReadOnlyList<ParkedMessage> Messages, long? Next);

/// <summary>A message that was put aside.</summary>
/// <param name="Id">The park's own number.</param>
/// <param name="Subject">Where it was published.</param>
/// <param name="Sequence">In the stream of observations.</param>
/// <param name="Reason">Why it could not be taken in when it was last tried.</param>
/// <param name="Size">Bytes of the message.</param>
/// <param name="Start">The beginning of its text; untrusted.</param>
/// <param name="FirstAt">When it was parked.</param>
/// <param name="LastAt">When it was last tried.</param>
/// <param name="Tries">How often it was tried.</param>
public sealed record ParkedMessage(
    long Id, string Subject, long Sequence, string Reason, long Size, string Start, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Tries);

/// <summary>centralcloud.knowledge.redrive: tries parked messages again, after their cause was mended.</summary>
/// <param name="Ids">1 to 1,000 ids of <see cref="ParkedMessage"/>; those that are no longer parked are passed over. Null with <paramref name="All"/>.</param>
/// <param name="All">All that are parked.</param>
public sealed record RedriveParked(IReadOnlyList<long>? Ids = null, bool All = false);

/// <summary>The answer of centralcloud.knowledge.redrive.</summary>
/// <param name="Tried">Messages that were tried.</param>
/// <param name="TakenIn">Those that were taken in, or were there already; they are no longer parked.</param>
/// <param name="StillParked">Those that stay, with their newest reason.</param>
public sealed record RedriveReport(int Tried, int TakenIn, int StillParked);
