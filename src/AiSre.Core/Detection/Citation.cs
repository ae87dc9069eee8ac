namespace AiSre.Detection;

/// <summary>A quotation from kept evidence.</summary>
/// <param name="Evidence">The evidence's address: <c>Pod/shop/checkout-1</c>, <c>Event/shop/checkout-1.17a</c> or <c>log/shop/checkout-1/app</c>.</param>
/// <param name="Quote">The words, exactly as the evidence has them (white space aside).</param>
public sealed record Citation(string Evidence, string Quote);
