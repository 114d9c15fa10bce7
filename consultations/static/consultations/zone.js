// Shows the open times in the visitor's own zone, where the address does not name one yet.
// Runs while the head is read, so the page is changed before anybody can click on it.
{
  const { shown, carried } = document.currentScript.dataset;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && zone !== shown) {
    const address = new URL(location.href);
    // The page before is ours from here on, so the address says what brought them.
    for (const [name, value] of new URLSearchParams(carried ?? "")) address.searchParams.set(name, value);
    address.searchParams.set("zone", zone);
    location.replace(address);
  }
}
