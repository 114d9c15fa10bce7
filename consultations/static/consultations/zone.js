// Shows the open times in the visitor's own zone, where the address does not name one yet.
// Runs while the head is read, so the page is changed before anybody can click on it.
{
  const shown = document.currentScript.dataset.shown;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && zone !== shown) {
    const address = new URL(location.href);
    address.searchParams.set("zone", zone);
    location.replace(address);
  }
}
