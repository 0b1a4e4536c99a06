namespace NATS.Client.JetStream.Models;

public record IterableRequest
{
    public int Offset { get; set; }
}

public record IterableResponse
{
    public int Total { get; set; }

    public int Offset { get; set; }

    public int Limit { get; set; }
}

public record StreamNamesRequest
{
    public string? Subject { get; set; }

    public int Offset { get; set; }
}

public record StreamNamesResponse : IterableResponse
{
    public ICollection<string>? Streams { get; set; }
}

public record StreamListRequest
{
    public string? Subject { get; set; }

    public int Offset { get; set; }
}

public record StreamListResponse : IterableResponse
{
    public ICollection<StreamInfo> Streams { get; set; } = [];
}

public record ConsumerNamesRequest : IterableRequest;

public record ConsumerNamesResponse : IterableResponse
{
    public ICollection<string> Consumers { get; set; } = [];
}

public record ConsumerListRequest : IterableRequest;

public record ConsumerListResponse : IterableResponse
{
    public ICollection<ConsumerInfo> Consumers { get; set; } = [];
}
